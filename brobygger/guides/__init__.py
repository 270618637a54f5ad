"""The printed guide: a municipality's or a need's offers as a booklet, in usual and in large print.

A quarter of those who need an offer do not use the net; somebody else prints this for them, or reads it to them.
Words: guide (trykt guide), chapter, entry (one offer), index (stikord), booklet (hæfte: A5, pages that go up in four),
large print (stor skrift). Never: a text as Typst code: everything people wrote reaches the typesetter as data.
"""
