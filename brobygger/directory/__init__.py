"""Directory: offers. What exists, where, for whom, when, and with room or not.

Words: offer (tilbud), location (sted), schedule (tidspunkt), occurrence (næste gang), criterion (målgruppekrav),
capacity (plads), contact function. HSDS: service, location, service_at_location, schedule. Never: referral, CPR.
"""
