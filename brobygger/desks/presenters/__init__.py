"""What desks look like before the template: words, addresses, numbers."""
