"""Rules: who may change what words mean."""

from brobygger.kernel.actors import Actor

#: The same string as ``accounts.permissions.Permission.CONCEPT_EDIT``; accounts is a neighbour we do not import.
CONCEPT_EDIT = "taxonomy.concept.edit"


def may_load_concepts(actor: Actor) -> bool:
    """Test whether the actor may replace the concept scheme: the operator's commands, or an editor of concepts."""
    return actor.can(CONCEPT_EDIT)


def may_edit_words(actor: Actor) -> bool:
    """Test whether the actor may say which everyday words mean a concept."""
    return actor.can(CONCEPT_EDIT)
