"""From captured bytes to readings and listings. Pure: no clock, network, settings or globals."""
