package link

// ReadBack is readBack, which no kernel of today makes Create call.
var ReadBack = readBack
