package faults_test

import "testing"

// The judge of lists is judged: by lists of all moments of a move, and by those of
// none.
func TestMomentsAreToldFromMixtures(t *testing.T) {
	t.Parallel()
	f := &family{stride: 6, guard: 10}
	for _, tt := range []struct {
		name          string
		a, b          []int // places
		lose, double  int   // numbers that stay
		rings, others bool  // are as they should be
	}{
		{"before", []int{3}, []int{3}, 0, 0, true, true},
		{"A is put", []int{3, 4}, []int{3}, 0, 0, true, true},
		{"A is taken", []int{4}, []int{3}, 0, 0, true, true},
		{"B is taken", []int{4}, nil, 0, 0, true, true},
		{"around", []int{15, 0}, []int{15}, 0, 0, true, true},
		{"A nowhere", nil, []int{3}, 0, 0, false, true},
		{"A far apart", []int{3, 5}, []int{3}, 0, 0, false, true},
		{"A thrice", []int{3, 4, 5}, []int{3}, 0, 0, false, true},
		{"B twice", []int{4}, []int{3, 4}, 0, 0, false, true},
		{"B while A is twice", []int{3, 4}, []int{4}, 0, 0, false, true},
		{"B ahead", []int{3}, []int{4}, 0, 0, false, true},
		{"B taken before A", []int{3, 4}, nil, 0, 0, false, true},
		{"one is lost", []int{3}, []int{3}, 1, 0, true, false},
		{"one is doubled", []int{3}, []int{3}, 0, 1, true, false},
	} {
		var numbers []int
		for n := range f.size() {
			if ring, _ := f.inRing(n); ring == 0 && (n != 1 || tt.lose == 0) {
				numbers = append(numbers, n)
			}
		}
		for range tt.double {
			numbers = append(numbers, 1)
		}
		for _, place := range tt.a {
			numbers = append(numbers, f.ringA(place))
		}
		for _, place := range tt.b {
			numbers = append(numbers, f.ringB(place))
		}
		rings, others := f.judge(numbers)
		if (rings == "") != tt.rings || (others == "") != tt.others {
			t.Errorf("%s: %q, %q, want the rings as at a moment: %t, and the others: %t", tt.name, rings, others, tt.rings, tt.others)
		}
	}
}
