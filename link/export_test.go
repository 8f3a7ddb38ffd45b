package link

// ReadBack is readBack, which no kernel of today makes Create call.
var ReadBack = readBack

// Pass is what is left to filter where the kernel lists all links.
var Pass = Filter.pass

// DecodeCopy is how List decodes a message.
var DecodeCopy = Filter.decodeCopy
