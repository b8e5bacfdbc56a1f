import { useRef } from "react";

/* The control of one attribute: what its kind asks for, with the unit behind a number. */
export function AttributeControl({ kind, options = [], unit = "", value = "", invalid = false, ...rest }) {
  const shared = { className: "input", defaultValue: value, "aria-invalid": invalid ? "true" : "false", ...rest };
  if (kind === "choice" || kind === "yes_no") {
    return (
      <select {...shared}>
        <option value="" />
        {options.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
    );
  }
  const line = (props) => <input type="text" autoComplete="off" {...shared} {...props} />;
  if (kind === "date") return line({ type: "date" });
  if (kind === "link") return line({ inputMode: "url", placeholder: "https://…" });
  if (kind !== "number") return line({});
  return (
    <div className="with-unit">
      {line({ inputMode: "decimal" })}
      {unit ? (
        <span className="unit" title={unit}>
          {unit}
        </span>
      ) : null}
    </div>
  );
}

/* A field for each attribute, in a form. A server that was restarted has forgotten what it asked
   for: then the fields stay as they are, with what was typed in them. */
export function AttributeFields({ fields = [], errors = {}, hints = {}, prefix, clears = "" }) {
  const asked = useRef(fields);
  if (fields.length) asked.current = fields;
  if (!asked.current.length) return null;
  const field = (each) => {
    const id = `${prefix}-${each.name}`;
    const error = errors[each.name];
    const control = (
      <AttributeControl
        kind={each.kind}
        options={each.options}
        unit={each.unit}
        value={clears ? "" : each.value}
        invalid={Boolean(error)}
        id={id}
        name={each.name}
        aria-describedby={`${id}-note`}
      />
    );
    return (
      <div key={each.name} className="field">
        <label htmlFor={id} id={`${id}-label`}>
          {each.label}
        </label>
        {clears ? (
          <div className="attribute-line">
            {control}
            <label className="clears">
              <input type="checkbox" name={clears + each.name} aria-label={`Clear ${each.label}`} />
              <span>Clear</span>
            </label>
          </div>
        ) : (
          control
        )}
        <div className="field-note" id={`${id}-note`}>
          <span className="field-error" role="alert">
            {error}
          </span>
          <span className="field-hint">{hints[each.name] || each.hint}</span>
        </div>
      </div>
    );
  };
  if (clears) return <div className="attribute-lines">{asked.current.map(field)}</div>;
  return (
    <fieldset className="attribute-fields">
      <legend>Custom attributes</legend>
      <div className="form-row">{asked.current.map(field)}</div>
    </fieldset>
  );
}
