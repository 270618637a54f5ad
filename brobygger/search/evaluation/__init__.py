"""How good are the answers? Judged questions in; the usual measures, what each part is worth, and who is seen."""
