"""Places: Denmark's regions, municipalities and postcodes, what lies near what, and the map that shows it.

Words: region, municipality (kommune), postcode (postnummer), place (what a person wrote in "Hvor?", understood),
neighbour, border, pin, frame. Knows nothing about offers: a page hands the map its pins.
"""
