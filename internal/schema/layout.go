package schema

// The types, in the order of their layouts below. The tables use them like
// the types of a C declaration.
const (
	raw Type = iota
	flag
	pad
	pad1 // filler of so many bytes
	pad2
	pad3
	pad4

	u8
	u16
	u32
	u64
	s32
	be16
	be32
	str
	ip
	lladdr
	etherAddr // 6 bytes within a struct
	vfAddr    // 32 bytes within a struct

	family
	family16
	linkFlags
	operState
	addrGenMode
	extMask
	addrFlags8
	addrFlags32
	routeScope
	routeType
	routeProtocol
	routeTable8
	routeTable32
	routeFlags
	hopFlags

	linkMap
	linkStats
	linkStats64
	bridgeID
	boolOptions
	bridgeVLAN
	inet6CacheInfo
	vfMAC
	vfVLAN
	vfVLANInfo
	vfTxRate
	vfRate
	vfSetting
	vfLinkState
	vfGUID
	addrCacheInfo
	routeCacheInfo
	multicastStats
	via

	opaque // attributes that have no names here
	link   // a message, and a veth's peer
	linkInfo
	infoData      // chosen by IFLA_INFO_KIND
	infoSlaveData // chosen by IFLA_INFO_SLAVE_KIND
	bridge
	bridgeQuerier
	bridgePort
	veth
	protInfo   // chosen by the family
	afSpec     // chosen by the family
	afSpecLink // of a link: a nest for each family
	afSpecBridge
	bridgeTunnel
	afInet
	afInet6
	afMCTP
	propList
	protoDownReason
	vfInfoList
	vfInfo
	vfStats
	vfVLANList
	vfPorts
	port
	xdp
	dpllPin
	addr
	route
	metrics
	nexthops
	nexthop
	nsid

	numTypes
)

var layouts = [numTypes]Layout{
	raw:  {Kind: Binary},
	flag: {Kind: Flag},
	pad:  {Kind: Pad},
	pad1: {Kind: Pad, Size: 1},
	pad2: {Kind: Pad, Size: 2},
	pad3: {Kind: Pad, Size: 3},
	pad4: {Kind: Pad, Size: 4},

	u8:        {Kind: Uint, Size: 1},
	u16:       {Kind: Uint, Size: 2},
	u32:       {Kind: Uint, Size: 4},
	u64:       {Kind: Uint, Size: 8},
	s32:       {Kind: Int, Size: 4},
	be16:      {Kind: BigEndian, Size: 2},
	be32:      {Kind: BigEndian, Size: 4},
	str:       {Kind: String},
	ip:        {Kind: IP},
	lladdr:    {Kind: LinkAddr},
	etherAddr: {Kind: LinkAddr, Size: 6},
	vfAddr:    {Kind: LinkAddr, Size: 32},

	family16:      {Kind: Enum, Size: 2, Values: familyValues},
	family:        {Kind: Enum, Size: 1, Values: familyValues},
	linkFlags:     {Kind: Bits, Size: 4, Values: linkFlagValues},
	operState:     {Kind: Enum, Size: 1, Values: operStateValues},
	addrGenMode:   {Kind: Enum, Size: 1, Values: addrGenModeValues},
	extMask:       {Kind: Bits, Size: 4, Values: extMaskValues},
	addrFlags8:    {Kind: Bits, Size: 1, Values: addrFlagValues},
	addrFlags32:   {Kind: Bits, Size: 4, Values: addrFlagValues},
	routeScope:    {Kind: Enum, Size: 1, Values: routeScopeValues},
	routeType:     {Kind: Enum, Size: 1, Values: routeTypeValues},
	routeProtocol: {Kind: Enum, Size: 1, Values: routeProtocolValues},
	routeTable8:   {Kind: Enum, Size: 1, Values: routeTableValues},
	routeTable32:  {Kind: Enum, Size: 4, Values: routeTableValues},
	routeFlags:    {Kind: Bits, Size: 4, Values: routeFlagValues},
	hopFlags:      {Kind: Bits, Size: 1, Values: hopFlagValues},

	linkMap:        {Kind: Struct, Fields: linkMapFields},
	linkStats:      {Kind: Struct, Fields: linkStatsFields},
	linkStats64:    {Kind: Struct, Fields: linkStats64Fields},
	bridgeID:       {Kind: Struct, Fields: bridgeIDFields},
	boolOptions:    {Kind: Struct, Fields: boolOptionsFields},
	bridgeVLAN:     {Kind: Struct, Fields: bridgeVLANFields},
	inet6CacheInfo: {Kind: Struct, Fields: inet6CacheInfoFields},
	vfMAC:          {Kind: Struct, Fields: vfMACFields},
	vfVLAN:         {Kind: Struct, Fields: vfVLANFields},
	vfVLANInfo:     {Kind: Struct, Fields: vfVLANInfoFields},
	vfTxRate:       {Kind: Struct, Fields: vfTxRateFields},
	vfRate:         {Kind: Struct, Fields: vfRateFields},
	vfSetting:      {Kind: Struct, Fields: vfSettingFields},
	vfLinkState:    {Kind: Struct, Fields: vfLinkStateFields},
	vfGUID:         {Kind: Struct, Fields: vfGUIDFields},
	addrCacheInfo:  {Kind: Struct, Fields: addrCacheInfoFields},
	routeCacheInfo: {Kind: Struct, Fields: routeCacheInfoFields},
	multicastStats: {Kind: Struct, Fields: multicastStatsFields},
	via:            {Kind: Struct, Fields: viaFields},

	opaque:          {Kind: Nest},
	link:            {Kind: Nest, Fields: ifinfomsgFields, Attrs: linkAttrs},
	linkInfo:        {Kind: Nest, Attrs: linkInfoAttrs},
	infoData:        {Kind: Nest},
	infoSlaveData:   {Kind: Nest},
	bridge:          {Kind: Nest, Attrs: bridgeAttrs},
	bridgeQuerier:   {Kind: Nest, Attrs: bridgeQuerierAttrs},
	bridgePort:      {Kind: Nest, Attrs: bridgePortAttrs},
	veth:            {Kind: Nest, Attrs: vethAttrs},
	protInfo:        {Kind: Nest},
	afSpec:          {Kind: Nest},
	afSpecLink:      {Kind: Nest, Attrs: afSpecLinkAttrs},
	afSpecBridge:    {Kind: Nest, Attrs: afSpecBridgeAttrs},
	bridgeTunnel:    {Kind: Nest, Attrs: bridgeTunnelAttrs},
	afInet:          {Kind: Nest, Attrs: afInetAttrs},
	afInet6:         {Kind: Nest, Attrs: afInet6Attrs},
	afMCTP:          {Kind: Nest, Attrs: afMCTPAttrs},
	propList:        {Kind: Nest, Attrs: propListAttrs},
	protoDownReason: {Kind: Nest, Attrs: protoDownReasonAttrs},
	vfInfoList:      {Kind: Nest, Attrs: vfInfoListAttrs},
	vfInfo:          {Kind: Nest, Attrs: vfInfoAttrs},
	vfStats:         {Kind: Nest, Attrs: vfStatsAttrs},
	vfVLANList:      {Kind: Nest, Attrs: vfVLANListAttrs},
	vfPorts:         {Kind: Nest, Attrs: vfPortsAttrs},
	port:            {Kind: Nest, Attrs: portAttrs},
	xdp:             {Kind: Nest, Attrs: xdpAttrs},
	dpllPin:         {Kind: Nest, Attrs: dpllPinAttrs},
	addr:            {Kind: Nest, Fields: ifaddrmsgFields, Attrs: addrAttrs},
	route:           {Kind: Nest, Fields: rtmsgFields, Attrs: routeAttrs},
	metrics:         {Kind: Nest, Attrs: metricsAttrs},
	nexthops:        {Kind: Rows, Row: nexthop},
	nexthop:         {Kind: Nest, Fields: rtnexthopFields, Attrs: routeAttrs},
	nsid:            {Kind: Nest, Fields: rtgenmsgFields, Attrs: nsidAttrs},
}
