//go:build linux

package main

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/rule"
)

// ruleKey is what tells the rules of a worker apart.
type ruleKey struct {
	family   uint8
	priority uint32
}

// startRules adds and deletes rules of policy routing, and keeps account of
// them.
func startRules(w *worker) (func() error, error) {
	account := make(map[ruleKey]rule.Rule)
	w.onClose(func() error {
		for _, r := range account {
			if err := w.do(w.conn, rule.Del(&r)); err != nil {
				return err
			}
		}
		return nil
	})
	return func() error {
		for range 10 {
			if err := w.changeRule(account); err != nil {
				return err
			}
		}
		return w.hasRules(account)
	}, nil
}

func (w *worker) changeRule(account map[ruleKey]rule.Rule) error {
	key := ruleKey{unix.AF_INET, uint32(w.index(w.rng.IntN(20)))}
	if w.chance(2) {
		key.family = unix.AF_INET6
	}
	r := rule.Rule{
		Family: key.family, Priority: &key.priority, Table: 1 + w.rng.Uint32N(1000),
		Src: w.network(key.family == unix.AF_INET6, w.rng.IntN(5)).Masked(), Protocol: 99,
		FWMark: new(1 + w.rng.Uint32N(100)), FWMask: new(uint32(0xff)),
	}
	old, there := account[key]
	if !there {
		if w.chance(3) {
			return w.refused(w.conn, unix.ENOENT, rule.Del(&r))
		}
		account[key] = r
		return w.do(w.conn, rule.Add(&r))
	}
	if w.chance(3) {
		return w.refused(w.conn, unix.EEXIST, rule.Add(&old))
	}
	delete(account, key)
	return w.do(w.conn, rule.Del(&old))
}

// hasRules holds the account against what the kernel has.
func (w *worker) hasRules(account map[ruleKey]rule.Rule) error {
	all, whole, err := list(w, func() ([]rule.Rule, error) { return rule.Filter{Protocol: 99}.List(w.conn) })
	if err != nil || !whole {
		return err
	}
	if len(all) != len(account) {
		return fmt.Errorf("%d rules are listed, there must be %d: %v", len(all), len(account), all)
	}
	for i := range all {
		want, there := account[ruleKey{all[i].Family, *all[i].Priority}]
		if !there {
			return fmt.Errorf("rule %v is listed, and must not be there", all[i])
		}
		if err := holds(&want, &all[i]); err != nil {
			return fmt.Errorf("rule %v: %w", all[i], err)
		}
	}
	return nil
}
