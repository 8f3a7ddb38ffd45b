//go:build linux

package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
)

// The plot has a panel for each growth, side by side: the cost of an item, from
// zero up, over the number of items, of which ten times as many are a step.
const (
	panelWidth  = 430
	panelHeight = 360

	// The frame that the lines are drawn in, within the panel.
	frameLeft, frameRight = 62, panelWidth - 44
	frameTop, frameBottom = 92, panelHeight - 60

	legendTop, legendStep = 48, 110
)

// style has colors for light and dark surroundings. It is not color alone that
// tells the lines apart.
const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 }
.back { fill: #ffffff }
.grid { stroke: #d1d9e0 }
.line { fill: none; stroke-width: 2 }
.line.a { stroke: #9a6700; stroke-dasharray: 6 4 }
.line.b { stroke: #0969da }
.mark.a { fill: #9a6700 }
.mark.b { fill: #0969da }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .back { fill: #0d1117 }
  .grid { stroke: #3d444d }
  .line.a { stroke: #d29922 }
  .line.b { stroke: #58a6ff }
  .mark.a { fill: #d29922 }
  .mark.b { fill: #58a6ff }
}
</style>
`

// classes are those of the lines in the style: the floor's, and the library's.
var classes = []string{"a", "b"}

// writePlot writes the plot to a file.
func writePlot(path string, panels []growth) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	plot(f, panels)
	return f.Close()
}

// plot writes the plot as SVG.
func plot(out io.Writer, panels []growth) {
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" `+
		`role="img" aria-labelledby="title desc">`+"\n", panelWidth*len(panels), panelHeight)
	fmt.Fprintln(out, `<title id="title">What an item costs, over the number of items</title>`)
	fmt.Fprintf(out, `<desc id="desc">%s</desc>`+"\n", describe(panels))
	fmt.Fprintf(out, "%s"+`<rect class="back" width="100%%" height="100%%"/>`+"\n", style)
	for i, g := range panels {
		fmt.Fprintf(out, `<g transform="translate(%d 0)">`+"\n", i*panelWidth)
		newPanel(g).write(out)
		fmt.Fprintln(out, "</g>")
	}
	fmt.Fprintln(out, "</svg>")
}

// describe says in words what the plot shows.
func describe(panels []growth) string {
	var s []string
	for _, g := range panels {
		for _, l := range g.lines {
			var points []string
			for _, p := range l.points {
				points = append(points, fmt.Sprintf("%s of %s", duration(p.nanos), thousands(p.items)))
			}
			s = append(s, fmt.Sprintf("Reading a %s, %s: %s.", g.unit, l.way, strings.Join(points, ", ")))
		}
	}
	return strings.Join(s, " ")
}

// panel is a growth with its scales.
type panel struct {
	growth
	from, to float64 // decimal logarithms of the least and the largest size
	step     float64 // nanoseconds from one line of the grid to the next
	steps    int
}

func newPanel(g growth) panel {
	p := panel{growth: g, from: math.Inf(1), to: math.Inf(-1)}
	most := 0.0
	for _, l := range g.lines {
		for _, pt := range l.points {
			p.from = min(p.from, math.Log10(float64(pt.items)))
			p.to = max(p.to, math.Log10(float64(pt.items)))
			most = max(most, pt.nanos)
		}
	}
	if p.from == p.to { // a single size
		p.from, p.to = p.from-1, p.to+1
	}
	p.step, p.steps = grid(most)
	return p
}

// grid returns the step of a scale that goes from zero to most or a little
// beyond, which is 1, 2 or 5 of a power of ten, and the number of steps, at most
// six.
func grid(most float64) (step float64, steps int) {
	for power := math.Pow(10, math.Floor(math.Log10(most))-1); ; power *= 10 {
		for _, factor := range []float64{1, 2, 5} {
			if step = factor * power; most <= 6*step {
				return step, int(math.Ceil(most / step))
			}
		}
	}
}

// x returns where a number of items is drawn.
func (p panel) x(items int) float64 {
	return frameLeft + (math.Log10(float64(items))-p.from)/(p.to-p.from)*(frameRight-frameLeft)
}

// y returns where a cost is drawn.
func (p panel) y(nanos float64) float64 {
	return frameBottom - nanos/(p.step*float64(p.steps))*(frameBottom-frameTop)
}

func (p panel) write(out io.Writer) {
	fmt.Fprintf(out, `<text class="title" x="16" y="26">Reading %ss</text>`+"\n", p.unit)
	p.writeScales(out)
	for i, l := range p.lines {
		class := classes[i%len(classes)]
		var path strings.Builder
		for j, pt := range l.points {
			fmt.Fprintf(&path, "%c%.1f %.1f", "ML"[min(j, 1)], p.x(pt.items), p.y(pt.nanos))
		}
		fmt.Fprintf(out, `<path class="line %s" d="%s"/>`+"\n", class, &path)
		for _, pt := range l.points {
			writeMark(out, class, p.x(pt.items), p.y(pt.nanos))
		}
		// The legend, in one row.
		x := float64(16 + i*legendStep)
		fmt.Fprintf(out, `<path class="line %s" d="M%.1f %dh30"/>`+"\n", class, x, legendTop)
		writeMark(out, class, x+15, legendTop)
		fmt.Fprintf(out, `<text x="%.1f" y="%d">%s</text>`+"\n", x+38, legendTop+4, l.way)
	}
}

// writeScales writes the grid, and what its lines and columns stand for.
func (p panel) writeScales(out io.Writer) {
	unit, nanos := "ns", 1.0
	if p.step*float64(p.steps) >= 1000 {
		unit, nanos = "µs", 1000
	}
	fmt.Fprintf(out, `<text x="16" y="%d">%s a %s</text>`+"\n", frameTop-14, unit, p.unit)
	for i := range p.steps + 1 {
		v := float64(i) * p.step
		fmt.Fprintf(out, `<path class="grid" d="M%d %.1fH%d"/>`+"\n", frameLeft, p.y(v), frameRight)
		fmt.Fprintf(out, `<text x="%d" y="%.1f" text-anchor="end">%.4g</text>`+"\n", frameLeft-8, p.y(v)+4, v/nanos)
	}
	for _, pt := range p.lines[0].points {
		fmt.Fprintf(out, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", p.x(pt.items), frameBottom+20, thousands(pt.items))
	}
	fmt.Fprintf(out, `<text x="%d" y="%d" text-anchor="middle">number of %ss</text>`+"\n",
		(frameLeft+frameRight)/2, frameBottom+44, p.unit)
}

// writeMark writes the mark of a point: a square on the floor's line, and a
// circle on the library's.
func writeMark(out io.Writer, class string, x, y float64) {
	if class == classes[0] {
		fmt.Fprintf(out, `<rect class="mark %s" x="%.1f" y="%.1f" width="8" height="8"/>`+"\n", class, x-4, y-4)
		return
	}
	fmt.Fprintf(out, `<circle class="mark %s" cx="%.1f" cy="%.1f" r="4.5"/>`+"\n", class, x, y)
}
