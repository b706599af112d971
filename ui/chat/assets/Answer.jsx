import { useState } from 'react';
import { useRecoilState } from 'recoil';
import { sideViewState } from '@chainlit/react-client';

const SIGNS = { yes: '✓', no: '✗', none: '○' };

const Cite = ({ source, current, open }) => (
  <button type="button" aria-pressed={current === source.number}
    className={`cp-cite${source.retracted ? ' cp-cite-retracted' : ''}`}
    title={`${source.retracted ? 'RETRACTED: ' : ''}${source.title.map((s) => s.text).join('')}`}
    onClick={() => open(source)}>
    {source.retracted ? '⚠ ' : ''}[{source.number}]
  </button>
);

const Cites = ({ numbers, citations, ...rest }) =>
  numbers.map((n) => citations[n - 1]).filter(Boolean).map((s) => <Cite key={s.number} source={s} {...rest} />);

const Headline = ({ headline }) => {
  if (headline.kind === 'list') return <ul className="cp-list">{headline.items.map((i, k) => <li key={k}>{i}</li>)}</ul>;
  const sign = SIGNS[headline.kind];
  return (
    <>
      <h2 className={`cp-headline cp-headline-${headline.kind}`}>
        {sign ? <span aria-hidden="true">{sign} </span> : null}{headline.text}
      </h2>
      {headline.items.length ? <p className="cp-candidates">Other candidates: {headline.items.join('; ')}</p> : null}
    </>
  );
};

const Link = ({ url, children }) =>
  url ? <a href={url} target="_blank" rel="noopener noreferrer">{children}</a> : <>{children}</>;

const ClaimLine = ({ claim }) => (
  <span className="cp-claim-line">
    <span className={`cp-verdict cp-${claim.verdict}`}><span aria-hidden="true">{claim.symbol}</span> {claim.verdict}</span>
    <span className="cp-claim-words">{claim.subject} <em>{claim.predicate}</em> {claim.object}</span>
    <span className="cp-score" title="Calibrated probability that the claim holds">{claim.score}</span>
  </span>
);

// As an image the picture runs nothing, whatever its texts hold, and follows the page's light or dark.
const svgUrl = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

const Picture = ({ claim }) => (
  <figure className="cp-picture">
    <picture>
      <source media="(max-width: 640px)" srcSet={svgUrl(claim.narrow_picture)} />
      <img src={svgUrl(claim.picture)} alt={claim.picture_words} />
    </picture>
    <figcaption><a href={svgUrl(claim.picture)} download={`${claim.subject} ${claim.predicate} ${claim.object}.svg`}>Save this picture</a></figcaption>
  </figure>
);

const pieces = (n) => (n === 0 ? 'no evidence' : n === 1 ? '1 piece of evidence' : `${n} pieces of evidence`);

const Claim = ({ claim }) => {
  const [opened, setOpened] = useState(false);
  return (
    <li className="cp-claim">
      <details onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary><ClaimLine claim={claim} /><span className="cp-more"> · {pieces(claim.evidence.length)} {opened ? '▴' : '▾'}</span></summary>
        {claim.flags.map((flag, i) => <p key={i} className="cp-flag"><span aria-hidden="true">⚑ </span>{flag}</p>)}
        {opened ? <Picture claim={claim} /> : null}
        <ul className="cp-evidence">
          {claim.evidence.map((e, i) => (
            <li key={i}>
              <span className={`cp-stance cp-stance-${e.stance}`}>{e.stance}</span>
              <span className="cp-kind">{e.kind} · {e.source}</span>
              <span className="cp-text">{e.text}</span>
              {e.publications.map((p, k) => <span key={k} className="cp-publication"><Link url={p.url}>{p.label}</Link></span>)}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
};

const Source = ({ source, ...cites }) => (
  <li className="cp-source-row">
    <span className="cp-numbers"><Cites numbers={source.numbers} {...cites} /></span>
    <span>
      <span className="cp-source-title">{source.title}</span>{' '}
      {source.retracted ? <strong className="cp-retracted-word">⚠ Retracted</strong> : null}
      <span className="cp-source-place">
        {[source.journal, source.year, ...source.publication_types].filter(Boolean).join(' · ')}
        {source.url ? <>{' · '}<Link url={source.url}>PMID {source.pmid}</Link></> : null}
      </span>
    </span>
  </li>
);

const copyText = ({ headline, reason, statements, citations, footer }) =>
  [
    headline ? [headline.text, ...headline.items].filter(Boolean).join('; ') : '',
    reason,
    ...statements.map((s) => `${s.text} ${s.numbers.map((n) => `[${n}]`).join(' ')}`),
    citations.map((c) => `[${c.number}] ${c.title.map((s) => s.text).join('')} ${c.journal} ${c.year}. ${c.url}${c.retracted ? ' (RETRACTED)' : ''}`).join('\n'),
    footer
  ].filter(Boolean).join('\n\n');

const Copy = ({ text }) => {
  const [done, setDone] = useState(false);
  return (
    <button type="button" className="cp-copy" onClick={() => navigator.clipboard.writeText(text).then(() => setDone(true))}>
      {done ? 'Copied' : 'Copy with citations'}
    </button>
  );
};

export default function Answer() {
  const { headline, reason, statements, citations, claims, asides, sources, notes, footer, complete } = props;
  const [sideView, setSideView] = useRecoilState(sideViewState);
  const shown = sideView?.elements?.[0]?.props;
  // The panel's element carries the source's own properties, so the side view shows it without asking the server.
  const open = (source) =>
    setSideView({
      title: `Quotation ${source.number}`,
      elements: [{ id: `source-${source.pmid}-${source.number}`, type: 'custom', name: 'Source', display: 'side', props: source }]
    });
  const cites = { citations, open, current: citations.some((c) => c.quote === shown?.quote) ? shown?.number : undefined };
  return (
    <div className="cp-answer" data-complete={complete}>
      {headline ? <Headline headline={headline} /> : null}
      {reason ? <p className="cp-reason">{reason}</p> : null}
      {statements.map((s, i) => (
        <div key={i}>
          <p className="cp-statement">{s.text}<Cites numbers={s.numbers} {...cites} /></p>
          {s.cautions.map((caution, k) => <p key={k} className="cp-flag"><span aria-hidden="true">⚑ </span>{caution}</p>)}
        </div>
      ))}
      {complete ? (
        <section className="cp-panel" aria-label="What the answer rests on">
          {notes.length ? <ul className="cp-notes">{notes.map((n, i) => <li key={i}>{n}</li>)}</ul> : null}
          {claims.length ? (
            <details open>
              <summary><h3>Claims checked</h3><span className="cp-count">{claims.length}</span></summary>
              <ul className="cp-claims">{claims.map((c, i) => <Claim key={i} claim={c} />)}</ul>
            </details>
          ) : null}
          {asides.map(({ heading, lines, opened }) => (
            <details key={heading} open={opened}>
              <summary><h3>{heading}</h3><span className="cp-count">{lines.length}</span></summary>
              <ul className="cp-notes">{lines.map((line, i) => <li key={i}>{line}</li>)}</ul>
            </details>
          ))}
          {sources.length ? (
            <details open={!statements.length}>
              <summary><h3>{statements.length ? 'Sources' : 'Sources read'}</h3><span className="cp-count">{sources.length}</span></summary>
              <ol className="cp-sources">{sources.map((s, i) => <Source key={i} source={s} {...cites} />)}</ol>
            </details>
          ) : null}
          <div className="cp-foot">
            <p className="cp-footer">{footer}</p>
            <Copy text={copyText(props)} />
          </div>
        </section>
      ) : null}
    </div>
  );
}
