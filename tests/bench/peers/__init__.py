"""Other engines, made as good as an honest engineer would make them, to stand beside ours in the same run.

Each is given the same analysed words, the same columns and the same filters, and answers with the best twenty and the
counts of seven facets, in one thread. Where ours does more (distance decides the order, an own filter is left out of
its facet's count, reasons in words) they are let off.
"""
