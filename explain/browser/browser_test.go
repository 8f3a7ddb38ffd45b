package browser

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/seed-030106aa/rawnl/explain"
)

// patience is how long a condition may take on a busy machine.
const patience = 30 * time.Second

// chromium is the browser that all tests share, each in a tab of its own.
var chromium struct {
	once sync.Once
	ctx  context.Context
	err  error
	stop func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

// start returns a context of the browser, and skips the test where there is
// none.
func start(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium on PATH (Debian's package chromium)")
	}
	chromium.once.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.NoSandbox, // it does not start as root with one
		)
		allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, cancel := chromedp.NewContext(allocator)
		hangs := time.AfterFunc(patience, cancel)
		chromium.ctx, chromium.err = ctx, chromedp.Do(ctx)
		hangs.Stop()
		chromium.stop = func() { cancel(); stop() }
	})
	if chromium.err != nil {
		t.Fatalf("%s does not start: %v", path, chromium.err)
	}
	return chromium.ctx
}

// view says how a page is looked at.
type view struct {
	width, height int64
	dark, touch   bool
	noScript      bool
}

func (v view) scheme() string {
	if v.dark {
		return "dark"
	}
	return "light"
}

// A common window, and a small phone.
var (
	wide   = view{width: 1280, height: 900}
	narrow = view{width: 360, height: 780, touch: true}
)

func (v view) inDark() view { v.dark = true; return v }

func (v view) String() string { return fmt.Sprintf("%d pixels, %s", v.width, v.scheme()) }

// tab is a page in the browser.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu       sync.Mutex
	loaded   []string // what was asked for
	messages []string // of the console, and of the browser about the page
}

// open writes a page to a file and opens it. When the test ends, nothing else
// must have been loaded, and the console must be empty.
func open(t *testing.T, v view, title string, datagrams ...explain.Datagram) *tab {
	t.Helper()
	var page bytes.Buffer
	if err := explain.HTML(&page, title, datagrams...); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(start(t))
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx, url: "file://" + path}
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatal(err)
	}
	call(p, network.Enable, network.EnableParams{})
	call(p, log.Enable, cdp.Empty{})
	call(p, runtime.Enable, cdp.Empty{})
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: v.width, Height: v.height, DeviceScaleFactor: 1, Mobile: v.touch,
	})
	call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: v.touch})
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme()}},
	})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.noScript})
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	p.do(chromedp.Navigate(p.url))
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, url := range p.loaded {
			if url != p.url {
				t.Errorf("loaded %s, want the page alone", url)
			}
		}
		for _, m := range p.messages {
			t.Errorf("the browser says: %s", m)
		}
	})
	return p
}

func (p *tab) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.loaded = append(p.loaded, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		for _, a := range e.Args {
			p.messages = append(p.messages, fmt.Sprint(a.Value, a.Description))
		}
	case *runtime.EventExceptionThrown:
		p.messages = append(p.messages, fmt.Sprint(e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *log.EventEntryAdded:
		p.messages = append(p.messages, e.Entry.Text)
	}
}

// call sends the browser a command.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		p.t.Fatal(err)
	}
	return result
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// eval returns the value of an expression of JavaScript on the page.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// want waits until an expression is true on the page.
func (p *tab) want(expression string) {
	p.t.Helper()
	await[bool](p, "!!("+expression+")")
}

// await waits until an expression is true on the page, and returns its value.
func await[T any](p *tab, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](fmt.Sprintf(`new Promise((resolve, reject) => {
		const look = () => {
			try {
				const value = (%s);
				value ? resolve(value) : requestAnimationFrame(look);
			} catch (error) {
				reject(error);
			}
		};
		look();
	})`, expression), chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("never true: %s: %v\nlit: %s\nstatus: %s", expression, err, p.lit(), eval[string](p, `document.getElementById('status').textContent`))
	}
	return value
}

// point moves the mouse to an element.
func (p *tab) point(element string) {
	p.t.Helper()
	at := p.middle(element)
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
}

// middle returns where the middle of an element is, after scrolling it into the
// window, where it must have come to rest.
func (p *tab) middle(element string) []float64 {
	p.t.Helper()
	return await[[]float64](p, fmt.Sprintf(`(() => {
		const e = %s, r = e.getClientRects()[0], at = [r.x + r.width / 2, r.y + r.height / 2];
		const rests = at.join() === window.wasAt;
		window.wasAt = at.join();
		if (!e.contains(document.elementFromPoint(...at))) e.scrollIntoView({block: 'nearest'});
		else if (rests) return at;
	})()`, element))
}

// click clicks on an element with the mouse.
func (p *tab) click(element string) {
	p.t.Helper()
	p.point(element)
	at := p.middle(element)
	p.do(chromedp.MouseClickXY(at[0], at[1]))
}

// press presses a key.
func (p *tab) press(key string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(key))
}

// lit returns what is lit on the page, in the words of the tests.
func (p *tab) lit() string {
	p.t.Helper()
	return eval[string](p, `[...document.querySelectorAll('.at, .up, .on, .in')].map(e =>
		e.className + ':' + (e.localName === 'li' ? e.querySelector('b') : e).textContent).join('; ')`)
}

// wantLit waits until exactly these lines of the tree and bytes are lit: that
// pointed at, those around it, and the bytes lit strongly and lightly. Names
// are in the order of the page.
func (p *tab) wantLit(at, up, on, in string) {
	p.t.Helper()
	for class, text := range map[string]string{"li.at": at, "li.up": up, "i.on": on, "i.in": in} {
		p.want(fmt.Sprintf(`[...document.querySelectorAll(%q)].map(e =>
			(e.localName === 'li' ? e.querySelector('b') : e).textContent).join(' ') === %q`, class, text))
	}
}

// wantStatus waits until the line at the foot of the page says something.
func (p *tab) wantStatus(text string) {
	p.t.Helper()
	p.want(fmt.Sprintf(`document.getElementById('status').textContent === %q`, text))
}

// row returns the expression for the line of the tree of a message that a path
// of names leads to.
func row(message int, path ...string) string {
	var names []string
	for _, name := range path {
		names = append(names, fmt.Sprintf("%q", name))
	}
	return fmt.Sprintf(`[%s].reduce((list, name, i, names) => {
		const item = [...list.children].find(li => li.querySelector('b').textContent === name);
		return i === names.length - 1 ? item.querySelector('p') : item.querySelector('ul');
	}, document.querySelector('#m%d .tree'))`, strings.Join(names, ", "), message)
}

// byteAt returns the expression for the run that begins at an offset of a
// message.
func byteAt(message, offset int) string {
	return fmt.Sprintf(`(() => {
		let at = 0;
		for (const run of document.querySelectorAll('#m%d .bytes i')) {
			if (at === %d) return run;
			at += (run.textContent.length + 1) / 3;
		}
	})()`, message, offset)
}
