"""The photo lane with tus clients that we did not write, against the server as it is deployed."""
