"""Danish words as the index sees them: tokens, stems, parts of compounds, repaired spelling. Pure and deterministic."""
