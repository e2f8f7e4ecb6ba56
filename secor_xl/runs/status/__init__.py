"""The status of a season: what is late, what is due, what waits for whom. It makes no letter and changes no workbook."""
