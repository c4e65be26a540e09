"""Files a reader takes away: views and tables in, bytes out. Pure: nothing here knows the screen."""
