"""What can be wrong with a model, in a sentence for the operator."""

from brobygger.kernel.errors import DomainError


class NoModel(DomainError):
    """Sprogmodellen er ikke sat op. Kør: brobygger meaning set-up."""

    code = "no_model"


class BrokenModel(DomainError):
    """Sprogmodellens filer er ikke hele. Kør: brobygger meaning set-up."""

    code = "broken_model"


class PackagesMissing(DomainError):
    """Pakkerne til sprogmodellen er ikke installeret (findes kun til Linux på x86-64). Søgningen virker uden."""

    code = "packages_missing"


class NotOurModel(DomainError):
    """BROBYGGER_MODEL er sat, så der sættes ingen sprogmodel op herfra."""

    code = "not_our_model"
