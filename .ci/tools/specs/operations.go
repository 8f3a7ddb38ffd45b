package main

import (
	"fmt"
	"slices"
)

// resolveOperations numbers operations whose requests and replies are counted
// apart ("directional"). Each counter begins at 1 and goes on from the last
// number given or used; a notification counts as a reply.
func resolveOperations(s *spec, sets map[string]outSet) ([]outOperation, error) {
	if s.Operations.EnumModel != "directional" {
		return nil, fmt.Errorf("enum-model %q is not known", s.Operations.EnumModel)
	}
	var all []outOperation
	request, reply := 1, 1
	for _, in := range s.Operations.List {
		out := outOperation{
			Spec: s.Name, SpecName: in.Name, Notify: in.Notify,
			FixedHeader: in.FixedHeader, Set: in.Set,
		}
		if out.FixedHeader == "" {
			out.FixedHeader = s.Operations.FixedHeader
		}
		if in.Notify != "" {
			of := slices.IndexFunc(s.Operations.List, func(o operation) bool { return o.Name == in.Notify })
			if of < 0 {
				return nil, fmt.Errorf("%s: no operation %s", in.Name, in.Notify)
			}
			out.Set = s.Operations.List[of].Set
			if in.Value != nil {
				reply = *in.Value
			}
			out.Reply = reply
			reply++
			all = append(all, out)
			continue
		}

		out.Name = constant(s.Operations.NamePrefix, in.Name)
		mode := in.Do
		if mode == nil {
			mode = in.Dump
		}
		if mode == nil {
			return nil, fmt.Errorf("%s: neither do nor dump", in.Name)
		}
		if mode.Request != nil && mode.Request.Value != nil {
			request = *mode.Request.Value
		}
		if mode.Reply != nil && mode.Reply.Value != nil {
			reply = *mode.Reply.Value
		}
		out.Request = request
		request++
		if mode.Reply != nil {
			out.Reply = reply
			reply++
		}
		var err error
		if out.Do, err = resolveExchange(in.Do, sets[in.Set]); err == nil {
			out.Dump, err = resolveExchange(in.Dump, sets[in.Set])
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.Name, err)
		}
		all = append(all, out)
	}
	return all, nil
}

func resolveExchange(in *exchange, of outSet) (*outExchange, error) {
	if in == nil {
		return nil, nil
	}
	request, err := resolveContent(in.Request, of)
	if err != nil {
		return nil, err
	}
	reply, err := resolveContent(in.Reply, of)
	if err != nil {
		return nil, err
	}
	return &outExchange{request, reply}, nil
}

// resolveContent gives the names of the constants.
func resolveContent(in *content, of outSet) ([]string, error) {
	if in == nil {
		return nil, nil
	}
	names := []string{}
	for _, name := range in.Attributes {
		i := slices.IndexFunc(of.Attrs, func(a outAttr) bool { return a.SpecName == name })
		if i < 0 {
			return nil, fmt.Errorf("%s is not in %s", name, of.Set)
		}
		names = append(names, of.Attrs[i].Name)
	}
	return names, nil
}
