"""Tables as offices send and want them: CSV and XLSX, read and written row by row."""
