"""What HSDS 3.1 says of each kind of object: its fields, what each holds, and which it cannot do without.

After Human Services Data Specification 3.1, an Open Referral resource (https://openreferral.org/), in a notation of
our own: ``name:type`` with "text" as the usual type; ``[phone]`` is a list of phones, ``{unit}`` one unit and
``key/organization`` the id of an organisation. ``!`` without it the object is left out; ``=`` required, and filled in
with what follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. ``of`` is the kind of object in it, or that it points to."""

    name: str
    holds: str
    of: str = ""
    is_vital: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of object. ``main`` is the field a bare text is put into where an object should be."""

    kind: str
    fields: Mapping[str, Field]
    main: str = ""


_BOTH = "attributes:[attribute] metadata:[metadata]"
_WRITTEN = {
    "service": f"""id:key! organization_id:key/organization program_id:key/program name! alternate_name description
        url:url additional_urls:[url] email:email status:word=active interpretation_services application_process
        fees_description wait_time fees accreditations eligibility_description minimum_age:number maximum_age:number
        assured_date:date assurer_email:email licenses alert last_modified:moment phones:[phone] schedules:[schedule]
        service_areas:[service_area] service_at_locations:[service_at_location] languages:[language]
        organization:{{organization}} funding:[funding] cost_options:[cost_option] program:{{program}}
        required_documents:[required_document] contacts:[contact] capacities:[service_capacity] {_BOTH}""",
    "organization": f"""id:key! name! alternate_name description= email:email website:url additional_websites:[url]
        tax_status tax_id year_incorporated:number legal_status logo:uri uri:uri
        parent_organization_id:key/organization funding:[funding] contacts:[contact] phones:[phone]
        locations:[location] programs:[program] organization_identifiers:[organization_identifier] {_BOTH}""",
    "service_at_location": f"""id:key! service_id:key/service location_id:key/location description
        service_areas:[service_area] contacts:[contact] phones:[phone] schedules:[schedule] location:{{location}}
        {_BOTH}""",
    "location": f"""id:key! location_type:word=physical url:url organization_id:key/organization name alternate_name
        description transportation latitude:number longitude:number external_identifier external_identifier_type
        languages:[language] addresses:[address] contacts:[contact] accessibility:[accessibility] phones:[phone]
        schedules:[schedule] {_BOTH}""",
    "address": f"""id:key! location_id:key/location attention address_1= address_2 city= region state_province=
        postal_code= country= address_type:word=physical {_BOTH}""",
    "phone": f"""id:key! location_id:key/location service_id:key/service organization_id:key/organization
        contact_id:key/contact service_at_location_id:key/service_at_location number! extension:number type description
        languages:[language] {_BOTH}""",
    "contact": f"""id:key! organization_id:key/organization service_id:key/service
        service_at_location_id:key/service_at_location location_id:key/location name title department email:email
        phones:[phone] {_BOTH}""",
    "schedule": f"""id:key! service_id:key/service location_id:key/location
        service_at_location_id:key/service_at_location valid_from:date valid_to:date dtstart:date timezone:number
        until:date count:number wkst:word freq:word interval:number byday:days byweekno:numbers bymonthday:numbers
        byyearday:numbers description opens_at:time closes_at:time schedule_link:url attending_type notes {_BOTH}""",
    "service_area": f"""id:key! service_id:key/service service_at_location_id:key/service_at_location name description
        extent extent_type uri:uri {_BOTH}""",
    "language": f"id:key! service_id:key/service location_id:key/location phone_id:key/phone name code note {_BOTH}",
    "accessibility": f"id:key! location_id:key/location description details url:url {_BOTH}",
    "cost_option": f"""id:key! service_id:key/service valid_from:date valid_to:date option currency amount:number
        amount_description {_BOTH}""",
    "funding": f"id:key! organization_id:key/organization service_id:key/service source {_BOTH}",
    "program": f"id:key! organization_id:key/organization name! alternate_name description= {_BOTH}",
    "required_document": f"id:key! service_id:key/service document uri:uri {_BOTH}",
    "organization_identifier": f"""id:key! organization_id:key/organization identifier_scheme identifier_type=
        identifier! {_BOTH}""",
    "service_capacity": f"""id:key! service_id:key/service unit:{{unit}}! unit_id:key/unit available:number!
        maximum:number description updated:moment! {_BOTH}""",
    "unit": f"id:key! name! scheme identifier uri:uri {_BOTH}",
    "url": f"id:key! label url:url! organization_id:key/organization service_id:key/service {_BOTH}",
    "attribute": """id:key! link_id:key/link taxonomy_term_id:key/taxonomy_term link_type link_entity value
        taxonomy_term:{taxonomy_term} metadata:[metadata] label""",
    "taxonomy_term": """id:key! code name! description= parent_id:key/taxonomy_term taxonomy
        taxonomy_detail:{taxonomy} language taxonomy_id:key/taxonomy term_uri:uri metadata:[metadata]""",
    "taxonomy": "id:key! name! description= uri:uri version metadata:[metadata]",
    "metadata": """id:key! resource_id:key/link resource_type last_action_date:date! last_action_type= field_name=
        previous_value= replacement_value= updated_by=""",
}
_MAIN = {
    "language": "name", "url": "url", "phone": "number", "funding": "source", "accessibility": "description",
    "schedule": "description", "required_document": "document", "cost_option": "option", "program": "name",
    "service_area": "name", "organization": "name", "unit": "name", "taxonomy": "name", "taxonomy_term": "name",
}  # fmt: skip

#: What the words of a field are, and what others write for them.
WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "active": "active", "inactive": "inactive", "defunct": "defunct", "temporarily closed": "temporarily closed",
        "open": "active", "published": "active", "aktiv": "active", "closed": "defunct", "deleted": "defunct",
        "removed": "defunct", "archived": "defunct", "ended": "defunct", "nedlagt": "defunct",
        "suspended": "temporarily closed", "paused": "temporarily closed", "": "inactive",
    },
    "location_type": {"physical": "physical", "postal": "postal", "virtual": "virtual", "online": "virtual"},
    "address_type": {"physical": "physical", "postal": "postal", "virtual": "virtual", "mailing": "postal"},
    "freq": {"weekly": "WEEKLY", "monthly": "MONTHLY"},
    "wkst": {day.lower(): day for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")},
}  # fmt: skip


def _field(written: str) -> Field:
    name, _colon, rest = written.partition(":")
    default: str | None = None
    if "=" in written:
        written, _equals, default = written.partition("=")
        name, _colon, rest = written.partition(":")
    is_vital = written.endswith("!")
    name, holds = name.rstrip("!"), rest.rstrip("!") or "text"
    if holds[0] in "[{":
        kind = "list" if holds[0] == "[" else "object"
        return Field(name=name, holds=kind, of=holds[1:-1], is_vital=is_vital)
    holds, _slash, of = holds.partition("/")
    return Field(name=name, holds=holds, of=of, is_vital=is_vital, default=default)


def _shape(kind: str, written: str) -> Shape:
    fields = [_field(part) for part in written.split()]
    return Shape(kind=kind, fields={field.name: field for field in fields}, main=_MAIN.get(kind, ""))


SHAPES: Mapping[str, Shape] = {kind: _shape(kind, written) for kind, written in _WRITTEN.items()}
