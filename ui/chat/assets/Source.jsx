import { useEffect, useRef } from 'react';

const Segments = ({ segments, current, first }) =>
  segments.map((segment, i) => {
    if (!segment.numbers.length) return <span key={i}>{segment.text}</span>;
    const isCurrent = segment.numbers.includes(current);
    return (
      <mark key={i} ref={isCurrent ? first : undefined} className={isCurrent ? 'cp-quote' : 'cp-other-quote'}
        title={segment.numbers.map((n) => `Quoted as [${n}]`).join(', ')}>
        {segment.text}
      </mark>
    );
  });

export default function Source() {
  const mark = useRef(null);
  useEffect(() => {
    if (mark.current) mark.current.scrollIntoView({ block: 'nearest' });
  }, [props.number, props.pmid]);
  const place = [props.journal, props.year].filter(Boolean).join(', ');
  return (
    <article className="cp-source" data-citation={props.number}>
      {props.retracted ? (
        <p className="cp-retracted" role="note">⚠ Retracted publication</p>
      ) : null}
      <h2><Segments segments={props.title} current={props.number} first={mark} /></h2>
      {place ? <p className="cp-place">{place}</p> : null}
      {props.authors ? <p className="cp-authors">{props.authors}</p> : null}
      {props.publication_types.length ? (
        <p className="cp-types">{props.publication_types.map((t) => <span key={t} className="cp-chip">{t}</span>)}</p>
      ) : null}
      <div className="cp-abstract">
        {props.abstract.map((part, i) => (
          <p key={i}>
            {part.label ? <strong className="cp-label">{part.label} </strong> : null}
            <Segments segments={part.segments} current={props.number} first={mark} />
          </p>
        ))}
      </div>
      <footer>
        <span><mark className="cp-quote">Marked</mark> is the quotation [{props.number}].</span>
        {props.url ? (
          <a href={props.url} target="_blank" rel="noopener noreferrer">PMID {props.pmid} on PubMed ↗</a>
        ) : null}
      </footer>
    </article>
  );
}
