"""The tables of HSDS 3.1 and their columns, as one reads them aloud.

``name!`` must be there, ``name:number`` is its type (text when none is said), ``name>table`` names a row of another
table. The names and their order are the standard's. Where its own description of the tables cannot be right we say what
is meant: an organisation may have several programs; units and capacities have the columns of their schemas; a value
that was empty before it changed is an empty cell.
"""

import re
from dataclasses import dataclass
from functools import cached_property

_TABLES = """
organization organizations.csv
    id! name! alternate_name description! email:email website:uri tax_status tax_id year_incorporated:number
    legal_status logo uri:uri parent_organization_id:uuid
program programs.csv
    id! organization_id!>organization name! alternate_name description!
service services.csv
    id! organization_id!>organization program_id>program name! alternate_name description url:uri email:email
    status! interpretation_services application_process fees_description wait_time fees accreditations
    eligibility_description minimum_age:number maximum_age:number assured_date:date assurer_email:email licenses
    alert last_modified:datetime
attribute attributes.csv
    id! link_id!:uuid taxonomy_term_id!>taxonomy_term link_type link_entity! value label
service_at_location service_at_location.csv
    id! service_id!>service location_id!>location description
location locations.csv
    id! location_type! url:uri organization_id>organization name alternate_name description transportation
    latitude:number longitude:number external_identifier external_identifier_type
phone phones.csv
    id! location_id>location service_id>service organization_id>organization contact_id>contact
    service_at_location_id>service_at_location number! extension:number type description
contact contacts.csv
    id! organization_id>organization service_id>service service_at_location_id>service_at_location
    location_id>location name title department email:email
address addresses.csv
    id! location_id>location attention address_1! address_2 city! region state_province! postal_code! country!
    address_type!
schedule schedules.csv
    id! service_id>service location_id>location service_at_location_id>service_at_location valid_from:date
    valid_to:date dtstart:date timezone:number until:date count:number wkst freq interval:number byday byweekno
    bymonthday byyearday description opens_at:time closes_at:time schedule_link:uri attending_type notes
funding funding.csv
    id! organization_id>organization service_id>service source
service_area service_areas.csv
    id! service_id>service service_at_location_id>service_at_location name description extent extent_type uri
required_document required_documents.csv
    id! service_id>service document uri:uri
language languages.csv
    id! service_id>service location_id>location phone_id>phone name code note
accessibility accessibility.csv
    id! location_id>location description details url:uri
taxonomy_term taxonomy_terms.csv
    id! code name! description! parent_id:uuid taxonomy language taxonomy_id>taxonomy term_uri:uri
metadata metadata.csv
    id! resource_id!:uuid resource_type! last_action_date!:date last_action_type! field_name! previous_value
    replacement_value updated_by!
meta_table_description meta_table_descriptions.csv
    id! name language character_set
cost_option cost_options.csv
    id! service_id!>service valid_from:date valid_to:date option currency amount:number amount_description
organization_identifier organization_identifiers.csv
    id! organization_id!>organization identifier_scheme identifier_type! identifier!
taxonomy taxonomies.csv
    id! name! description! uri:uri version
service_capacity service_capacity.csv
    id! service_id!>service unit_id!>unit available!:number maximum:number description updated!:datetime
unit units.csv
    id! name! scheme identifier uri:uri
url url.csv
    id! label url!:uri organization_id>organization service_id>service
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, the type of its cells, whether a row must have it, and the table whose rows it names."""

    name: str
    type: str = ""
    is_required: bool = False
    names: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its name in the standard, its file in the package, its columns in their order."""

    name: str
    path: str
    columns: tuple[Column, ...]

    @cached_property
    def column_names(self) -> frozenset[str]:
        """The names of all columns."""
        return frozenset(column.name for column in self.columns)


def _column(word: str) -> Column:
    rest, _sign, names = word.partition(">")
    name, _sign, type_ = rest.partition(":")
    is_id = name == "id!"
    return Column(
        name=name.rstrip("!"),
        type="uuid" if names or is_id else type_,
        is_required=name.endswith("!"),
        names=names,
    )


def _tables() -> dict[str, Table]:
    tables = {}
    for said in re.split(r"\n(?=\S)", _TABLES.strip()):
        name, path, *words = said.split()
        tables[name] = Table(name=name, path=path, columns=tuple(map(_column, words)))
    return tables


TABLES = _tables()
#: Lists inside an object, and the table their rows belong to; what others name comes before those who name it.
LISTS = {
    "programs": "program", "locations": "location", "service_at_locations": "service_at_location",
    "contacts": "contact", "phones": "phone",
    "accessibility": "accessibility", "additional_urls": "url", "additional_websites": "url",
    "addresses": "address", "attributes": "attribute", "capacities": "service_capacity", "cost_options": "cost_option",
    "funding": "funding", "languages": "language", "metadata": "metadata",
    "organization_identifiers": "organization_identifier", "required_documents": "required_document",
    "schedules": "schedule", "service_areas": "service_area",
}  # fmt: skip
#: Objects inside an object that have a row of their own, the table it is in, and the column that names it.
ONES = {
    "location": ("location", "location_id"), "organization": ("organization", "organization_id"),
    "program": ("program", "program_id"), "taxonomy_detail": ("taxonomy", "taxonomy_id"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term_id"), "unit": ("unit", "unit_id"),
}  # fmt: skip
_HOW = {
    "uuid": {"type": "string", "format": "uuid"}, "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"}, "number": {"type": "number"}, "date": {"type": "date"},
    "datetime": {"type": "datetime"}, "time": {"type": "time"}, "": {"type": "string"},
}  # fmt: skip


def schema_of(table: Table) -> dict[str, object]:
    """Return a table's Table Schema (Frictionless)."""
    fields = [{"name": one.name, **_HOW[one.type], **_constraints(one)} for one in table.columns]
    keys = [
        {"fields": one.name, "reference": {"resource": one.names, "fields": "id"}} for one in table.columns if one.names
    ]
    schema: dict[str, object] = {"primaryKey": "id", "fields": fields}
    return schema | {"foreignKeys": keys} if keys else schema


def _constraints(column: Column) -> dict[str, object]:
    if column.name == "id":
        return {"constraints": {"required": True, "unique": True}}
    return {"constraints": {"required": True}} if column.is_required else {}
