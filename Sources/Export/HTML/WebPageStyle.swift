import Markup

/// The appearance of an exported page. Plain CSS without the newest features: a downloaded file is opened years later
/// in whatever browser is there.
enum WebPageStyle {
    static var element: HTML { styleSheet(css) }

    /// Every pair of text and ground reaches a contrast of 4.5 to 1. The dark colours are for screens alone, so that
    /// paper stays white.
    private static let css: StaticString = """

        :root {
          color-scheme: light dark;
          --ground: #ffffff; --ink: #1c211f; --soft: #545d58; --line: #d5dad7;
          --accent: #17603f; --tint: #eef5f1; --warning: #8a5a00; --warning-tint: #fbf0d9; --focus: #1a5fb4;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ground: #161a18; --ink: #e7ebe8; --soft: #a9b4ae; --line: #38423d;
            --accent: #7fd0a4; --tint: #1f2f27; --warning: #f0c070; --warning-tint: #372b16; --focus: #8fc1ff;
          }
        }
        *, ::before, ::after { box-sizing: border-box; }
        html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
        body {
          margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 3rem; max-width: 76rem;
          font: 1.0625rem/1.6 "IBM Plex Sans", system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
          color: var(--ink); background: var(--ground); hyphens: auto; overflow-wrap: break-word;
        }
        h1, h2, h3, h4, p, dl, dd, ul, table { margin: 0; padding: 0; }
        h1, h2, h3, h4 { line-height: 1.25; font-weight: 600; text-wrap: balance; hyphens: manual; }
        ul { list-style: none; }
        a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
        a:hover { text-decoration-thickness: 2px; }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
        main:focus { outline: none; }
        .skip { position: absolute; left: -100rem; padding: 0.5rem 1rem; background: var(--ground); }
        .skip:focus { left: 1rem; top: 0.5rem; z-index: 1; }

        .overline { font-weight: 600; color: var(--accent); }
        h1 { font-size: clamp(2rem, 1.6rem + 2vw, 3rem); letter-spacing: -0.02em; color: var(--accent); }
        .subtitle { margin-top: 0.25rem; font-size: 1.1875rem; color: var(--soft); }
        .notice {
          margin-top: 1.5rem; padding: 0.75rem 1rem; border-left: 4px solid var(--warning);
          background: var(--warning-tint); max-width: 66ch;
        }
        .facts {
          margin-top: 2rem; padding: 1.25rem 0; border: solid var(--line); border-width: 1px 0; font-size: 0.9375rem;
          columns: 21rem 3; column-gap: 2.5rem; line-height: 1.45;
        }
        .facts div { break-inside: avoid; padding: 0.25rem 0 0.5rem; }
        .facts dt { font-weight: 600; color: var(--soft); font-size: 0.875rem; }
        code { font: 0.8125rem/1.5 "IBM Plex Mono", ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }

        .columns { margin-top: 2.5rem; }
        nav { margin-bottom: 3rem; font-size: 0.9375rem; line-height: 1.4; }
        nav h2 { font-size: 0.9375rem; color: var(--soft); margin-bottom: 0.25rem; }
        nav a { display: block; padding: 0.3rem 0; color: var(--ink); text-decoration: none; }
        nav a:hover { color: var(--accent); text-decoration: underline; }
        nav ul ul { padding-left: 1rem; border-left: 1px solid var(--line); }
        main { max-width: 42rem; min-width: 0; }
        @media (min-width: 62rem) {
          .columns { display: grid; grid-template-columns: 17rem minmax(0, 42rem); gap: 4.5rem; }
          nav {
            position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem); margin: 0;
            overflow-y: auto;
          }
        }

        .rendering p + p { margin-top: 0.75rem; }
        .rendering dd :is(ul, ol), .rendering-section > :is(ul, ol) { margin: 0.375rem 0; padding-left: 1.5rem; }
        .rendering dd ul, .rendering-section > ul { list-style: disc; }
        .rendering ol ol { list-style: lower-alpha; }
        .rendering ol ol ol { list-style: lower-roman; }
        .rendering-section + .rendering-section { margin-top: 3.25rem; }
        .rendering h2 { font-size: 1.5rem; letter-spacing: -0.011em; color: var(--accent); margin-bottom: 0.5rem; }
        .rendering-group {
          margin-top: 2.75rem; padding-bottom: 0.375rem; border-bottom: 1px solid var(--line);
          font-size: 1.1875rem; color: var(--accent);
        }
        .rendering-criterion, .rendering-item { padding-top: 2rem; }
        .rendering-criterion + .rendering-criterion, .rendering-item + .rendering-item { margin-top: 0.75rem; }
        .rendering-criterion > h3, .rendering-criterion > h4, .rendering-item > h3 { font-size: 1.1875rem; }
        .rendering-number { font-variant-numeric: tabular-nums; }
        .rendering-kind { margin-top: 0.125rem; font-size: 0.9375rem; color: var(--soft); }
        .rendering-kind li { display: inline; }
        .rendering-kind li + li::before { content: "·"; margin: 0 0.375rem; }
        .rendering-fields { margin-top: 1rem; }
        .rendering-fields > div + div { margin-top: 0.875rem; }
        .rendering-fields dt { font-size: 0.875rem; font-weight: 600; color: var(--accent); }
        .rendering-requirement { padding: 0.875rem 1.125rem 1rem; border-left: 4px solid var(--accent); }
        .rendering-requirement { background: var(--tint); }
        .rendering-short { font-size: 0.9375rem; }
        .rendering-short > div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); column-gap: 1rem; }
        .rendering-short > div + div { margin-top: 0.25rem; }
        .rendering-short dt { font-size: inherit; color: var(--soft); }
        .rendering-table { margin-top: 1rem; overflow-x: auto; }
        .rendering-table table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.4; }
        .rendering-table caption {
          text-align: left; font-size: 0.875rem; font-weight: 600; color: var(--accent); padding-bottom: 0.375rem;
        }
        .rendering-table th, .rendering-table td {
          text-align: left; vertical-align: top; padding: 0.4375rem 0.75rem 0.4375rem 0; font-weight: 400;
          border-bottom: 1px solid var(--line); hyphens: manual;
        }
        .rendering-table thead th { font-weight: 600; font-size: 0.875rem; color: var(--soft); }

        footer {
          margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.875rem;
          color: var(--soft);
        }

        @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
        @media (max-width: 30rem) { .rendering-short > div { grid-template-columns: 1fr; margin-top: 0.5rem; } }
        @page {
          size: A4; margin: 22mm 22mm 20mm;
          @bottom-right { content: "Side " counter(page) " af " counter(pages); font: 9pt sans-serif; color: #545d58; }
        }
        @media print {
          html { font-size: 10pt; }
          body { font-size: 1rem; max-width: none; padding: 0; }
          .skip, nav, footer { display: none; }
          .columns { display: block; }
          main { max-width: none; }
          a { color: inherit; text-decoration: none; }
          .facts { columns: 2; }
          h2, h3, h4, .rendering-kind, .rendering-fields:not(.rendering-short) dt { break-after: avoid; }
          .rendering-requirement, .rendering-short, tr { break-inside: avoid; }
          .rendering-requirement, .notice { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          p { orphans: 3; widows: 3; }
          .rendering-table { overflow: visible; }
        }

        """
}
