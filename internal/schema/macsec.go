package schema

// IFLA_MACSEC_*, IFLA_INFO_DATA of kind "macsec" (linux/if_link.h). The secure
// channel identifier, an address and a port, is in network byte order, and so is
// the port alone, which a request may have instead.
var macsec = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_MACSEC_SCI", hexBE64},
	{2, "IFLA_MACSEC_PORT", be16},
	{3, "IFLA_MACSEC_ICV_LEN", u8},
	{4, "IFLA_MACSEC_CIPHER_SUITE", macsecCipher},
	{5, "IFLA_MACSEC_WINDOW", u32},
	{6, "IFLA_MACSEC_ENCODING_SA", u8},
	{7, "IFLA_MACSEC_ENCRYPT", u8},
	{8, "IFLA_MACSEC_PROTECT", u8},
	{9, "IFLA_MACSEC_INC_SCI", u8},
	{10, "IFLA_MACSEC_ES", u8},
	{11, "IFLA_MACSEC_SCB", u8},
	{12, "IFLA_MACSEC_REPLAY_PROTECT", u8},
	{13, "IFLA_MACSEC_VALIDATION", macsecValidation},
	{14, "IFLA_MACSEC_PAD", pad},
	{15, "IFLA_MACSEC_OFFLOAD", macsecOffload},
}}

// MACSEC_DEFAULT_CIPHER_ID and MACSEC_CIPHER_ID_* (linux/if_macsec.h). The kernel
// says MACSEC_DEFAULT_CIPHER_ID for GCM-AES-128, and takes the other number too.
var macsecCipher = &Layout{Kind: Enum, Size: 8, Values: []Value{
	{0x0080020001000001, "MACSEC_DEFAULT_CIPHER_ID"},
	{0x0080c20001000001, "MACSEC_CIPHER_ID_GCM_AES_128"},
	{0x0080c20001000002, "MACSEC_CIPHER_ID_GCM_AES_256"},
	{0x0080c20001000003, "MACSEC_CIPHER_ID_GCM_AES_XPN_128"},
	{0x0080c20001000004, "MACSEC_CIPHER_ID_GCM_AES_XPN_256"},
}}

// enum macsec_validation_type (linux/if_link.h).
var macsecValidation = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "MACSEC_VALIDATE_DISABLED"},
	{1, "MACSEC_VALIDATE_CHECK"},
	{2, "MACSEC_VALIDATE_STRICT"},
}}

// enum macsec_offload (linux/if_link.h).
var macsecOffload = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "MACSEC_OFFLOAD_OFF"},
	{1, "MACSEC_OFFLOAD_PHY"},
	{2, "MACSEC_OFFLOAD_MAC"},
}}
