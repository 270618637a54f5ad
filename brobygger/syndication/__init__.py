"""Our offers on other people's pages and in their calendars: iCalendar, Atom, oEmbed and the search widget."""
