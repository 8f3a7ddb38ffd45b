// Package rule adds, deletes and reads the rules of policy routing: which
// routing table is asked, for which packets, in which order.
//
// A rule travels as a fixed header, struct fib_rule_hdr of linux/fib_rules.h,
// followed by attributes, FRA_*:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| family        | dst_len       | src_len       | tos           |
//	+---------------+---------------+---------------+---------------+
//	| table         | res1          | res2          | action        |
//	+---------------+---------------+---------------+---------------+
//	| flags                                                         |
//	+---------------------------------------------------------------+
//	| attributes: FRA_PRIORITY, FRA_SRC, ...                        |
//	+---------------------------------------------------------------+
//
// [Rule] is that message in both directions. Changes are values that a
// connection sends, alone or with others:
//
//	err := conn.Do(rule.Add(&rule.Rule{
//		Priority: new(uint32(100)),
//		Src:      netip.MustParsePrefix("192.0.2.0/24"),
//		Table:    1000,
//	}))
//
// [Create] adds a rule and returns it with the Priority that the kernel chose.
//
// Reading takes the connection: [List] and [All] return every rule of the
// namespace, a [Filter] some of them. The kernel has no request for a single
// rule. [Watch] follows all of them.
//
// # Older kernels
//
// A kernel takes a rule with an attribute that it does not know, and leaves that
// out: without its DSCP, FlowLabel or mask the rule is for more packets than it
// says. Read it back where the kernel may be older than the field, whose comment
// says since when there is one.
//
// # Families
//
// IPv4 and IPv6 have rules of their own. So have the multicast routers of both,
// [FamilyIPMR] and [FamilyIP6MR], if the kernel has multicast routing with
// several tables: the rules of "ip mrule". They match all that others match but
// addresses and the type of service.
//
// # Errors
//
// What the wire cannot carry is refused before anything is sent, with an error
// that names the operation, the rule and the attribute. The kernel's own
// refusals are [*nlmsg.Error]. Adding a rule that exists fails with EEXIST,
// which is [io/fs.ErrExist]; deleting one that does not exist fails with ENOENT,
// which is [io/fs.ErrNotExist]. EAFNOSUPPORT says that the kernel has no rules
// for the family, and EPERM also that ranges of user ids are not for those in a
// user namespace that does not own the network namespace.
package rule
