import { useEffect, useId, useRef, useState } from "react";

const SESSION = "/api/v1/session";
const LINKS = "/api/v1/invitations";
const FEWEST = 15;
const UNREACHED = "ioninv is out of reach at the moment. What you typed is kept: try again.";

/* Ask a route. What it refuses comes back as sentences by field; those of no field under "". */
export async function ask(path, method = "GET", body = undefined) {
  let answer, told;
  try {
    answer = await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    told = await answer.json();
  } catch {
    return { ok: false, status: 0, errors: { "": UNREACHED } };
  }
  if (answer.ok) return { ok: true, status: answer.status, told, errors: {} };
  const errors = {};
  for (const each of told.problems ?? []) errors[each.field] ??= each.message;
  if (!Object.values(errors).some(Boolean)) errors[""] = told.detail ?? told.error ?? UNREACHED;
  return { ok: false, status: answer.status, errors };
}

/* Where the address says to go next: a page of our own, never another site. */
export function next() {
  const wanted = new URLSearchParams(location.search).get("next") ?? "/";
  try {
    const url = new URL(wanted, location.origin);
    // "/.//evil.example" is a path of ours until its dots are gone: then it names another site.
    const ours = url.origin === location.origin && [wanted, url.pathname].every((path) => /^\/(?![/\\])/.test(path));
    if (ours && !["/sign-in", "/set-up", "/invitation", "/api"].some((each) => url.pathname.startsWith(each)))
      return url.pathname + url.search + url.hash;
  } catch {
    // No address at all.
  }
  return "/";
}

/* Fields whose words stay when they are refused; the first that is wrong gets the focus. */
function useSending(names, send) {
  const form = useRef(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState({});
  const sending = useRef(false);
  const submit = async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    const data = Object.fromEntries(new FormData(form.current));
    const refused = await send(data);
    if (refused) {
      const rest = Object.entries(refused).filter(([field]) => !names.includes(field));
      setErrors({ ...refused, "": rest.map(([, said]) => said).join(" ") });
      requestAnimationFrame(() => form.current?.querySelector('[aria-invalid="true"]')?.focus());
    }
    // Whoever got in is on the way to the next page: the button stays as it is.
    if (refused) {
      sending.current = false;
      setBusy(false);
    }
  };
  // A sentence about what was there before says nothing about what is typed now.
  const typed = ({ target }) => errors[target.name] && setErrors({ ...errors, [target.name]: "" });
  return { busy, errors, props: { ref: form, method: "post", noValidate: true, onSubmit: submit, onInput: typed } };
}

function Field({ label, name, error = "", hint = "", children, ...props }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children ? (
        children({ id, name, className: "input", "aria-invalid": error ? "true" : "false", "aria-describedby": `${id}-note`, ...props })
      ) : (
        <input id={id} name={name} className="input" aria-invalid={error ? "true" : "false"} aria-describedby={`${id}-note`} {...props} />
      )}
      <div className="field-note" id={`${id}-note`}>
        <span className="field-error" role="alert">
          {error}
        </span>
        <span className="field-hint">{hint}</span>
      </div>
    </div>
  );
}

const PLAIN = { autoCapitalize: "none", autoCorrect: "off", spellCheck: false, maxLength: 1000 };

function Password({ shown, onShow, ...props }) {
  return (
    <Field {...PLAIN} {...props} type={shown ? "text" : "password"}>
      {onShow
        ? (input) => (
            <div className="secret">
              <input {...input} />
              <button type="button" className="btn quiet small" aria-pressed={shown} onClick={onShow}>
                {shown ? "Hide" : "Show"}
              </button>
            </div>
          )
        : undefined}
    </Field>
  );
}

function Submit({ busy, children }) {
  return (
    <button type="submit" className="btn primary" aria-busy={busy ? "true" : "false"} aria-disabled={busy}>
      <span>{children}</span>
    </button>
  );
}

function Summary({ children }) {
  return (
    <div className="summary" role="alert">
      {children}
    </div>
  );
}

/* Name and password. `entered` is told who came in. */
export function SignInForm({ name = "", action = "Sign in", entered, focus = true }) {
  const [shown, setShown] = useState(false);
  const { busy, errors, props } = useSending(["name", "password"], async (data) => {
    const answer = await ask(SESSION, "POST", { name: data.name, password: data.password });
    if (answer.ok) await entered(answer.told.name);
    return answer.ok ? null : answer.errors;
  });
  return (
    <form className="form signing-in" action={SESSION} {...props}>
      <Summary>{errors[""]}</Summary>
      <Field label="Name" name="name" defaultValue={name} error={errors.name} autoComplete="username" autoFocus={focus && !name} {...PLAIN} />
      <Password
        label="Password"
        name="password"
        error={errors.password}
        autoComplete="current-password"
        autoFocus={focus && !!name}
        shown={shown}
        onShow={() => setShown(!shown)}
      />
      <Submit busy={busy}>{action}</Submit>
    </form>
  );
}

/* The sign-in page; and while nobody can sign in yet, what to do about that. */
export function SignIn() {
  const [here, setHere] = useState(null);
  useEffect(() => {
    ask(SESSION).then((answer) => answer.ok && setHere(answer.told));
  }, []);
  if (here && !here.set_up) return <NotSetUp />;
  return (
    <>
      <h1>Sign in</h1>
      {here?.name ? (
        <p className="soft">
          You are signed in as {here.name}.{" "}
          <button type="button" className="btn link" onClick={() => location.replace(next())}>
            Go on
          </button>
          , or sign in as somebody else.
        </p>
      ) : null}
      {here?.provider ? <Provider name={here.provider} /> : null}
      <SignInForm entered={() => location.replace(next())} />
      <p className="aside">Forgotten your password? An administrator gives you a link to set a new one.</p>
    </>
  );
}

/* Signing in by somebody else's word: there and back by full page loads. */
function Provider({ name, invitation = "" }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  useEffect(() => setFailed(FAILED[new URLSearchParams(location.search).get("failed")] ?? ""), []);
  const go = async () => {
    setBusy(true);
    const answer = await ask("/api/v1/oidc/start", "POST", { next: invitation ? "/" : next(), invitation });
    if (answer.ok) return location.assign(answer.told.url);
    setBusy(false);
    return setFailed(Object.values(answer.errors).join(" "));
  };
  return (
    <>
      <Summary>{failed}</Summary>
      <button type="button" className="btn provider" aria-busy={busy} onClick={go}>
        <span>Sign in with {name}</span>
      </button>
      <div className="or">
        <span>or with a password</span>
      </div>
    </>
  );
}

/* On My account: there and back, and then both ways in are one's own. */
export function LinkProvider({ name = "" }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  const go = async () => {
    setBusy(true);
    setFailed("");
    const answer = await ask("/api/v1/oidc/start", "POST", { link: true });
    if (answer.ok) return location.assign(answer.told.url);
    setBusy(false);
    return setFailed(Object.values(answer.errors).join(" "));
  };
  return (
    <>
      <Summary>{failed}</Summary>
      <button type="button" className="btn" aria-busy={busy} onClick={go}>
        <span>Link {name}</span>
      </button>
    </>
  );
}

const FAILED = {
  unknown: "Nobody who may come in is linked with this account. Ask an administrator for an invitation, and open it.",
  link: "The invitation was used already, or is too old. Ask an administrator for a new one.",
  linked: "This account, or this user, is linked with another already. Ask an administrator.",
  provider: "The provider did not say who this is. Try again, or sign in with a password.",
};

function NotSetUp() {
  return (
    <>
      <h1>ioninv is not set up yet</h1>
      <p className="soft">
        Open the link that the terminal shows, where ioninv was started. Whoever opens it becomes the first
        administrator.
      </p>
      <p className="soft">To print a new one, type there:</p>
      <pre className="command">bin/ioninv set-up</pre>
      <button type="button" className="btn" onClick={() => location.reload()}>
        <span>I have set it up</span>
      </button>
    </>
  );
}

const SAYS = {
  set_up: {
    title: () => "Set up ioninv",
    text: () => "You become its first administrator. Everybody else comes in by an invitation of yours.",
    action: "Set up and go in",
  },
  invite: {
    title: () => "Welcome to ioninv",
    text: () => "Choose a password to come in. The name is how others see you, and what you sign in with.",
    action: "Go in",
  },
  reset: {
    title: () => "A new password",
    text: (name) => `For ${name}. Wherever you are signed in now, you are signed out.`,
    action: "Set password and go in",
  },
};

/* What a one-time link leads to. Its token stands behind the #, which is never sent. */
export function UseLink() {
  const token = useRef("");
  const [link, setLink] = useState(null);
  const [gone, setGone] = useState(null);
  const look = async () => {
    token.current = decodeURIComponent(location.hash.replace(/^#/, ""));
    const answer = await ask(`${LINKS}/look`, "POST", { token: token.current });
    const here = answer.status ? await ask(SESSION) : null;
    if (answer.ok) return setLink({ ...answer.told, provider: here?.told?.provider });
    setGone({ said: Object.values(answer.errors).join(" "), setUp: here?.told?.set_up ?? true, again: !answer.status });
  };
  useEffect(() => {
    look();
    const changed = () => location.reload();
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  if (gone && !gone.setUp) return <NotSetUp />;
  if (gone)
    return (
      <>
        <h1>{gone.again ? "Not just now" : "This link leads nowhere any more"}</h1>
        <p className="soft">{gone.said}</p>
        {gone.again ? (
          <button type="button" className="btn" onClick={() => location.reload()}>
            <span>Try again</span>
          </button>
        ) : (
          <button type="button" className="btn" onClick={() => location.replace("/sign-in")}>
            <span>Sign in</span>
          </button>
        )}
      </>
    );
  if (!link)
    return (
      <p className="soft" role="status">
        Looking at the link…
      </p>
    );
  return <SetPassword link={link} token={token} />;
}

function SetPassword({ link, token }) {
  const says = SAYS[link.kind] ?? SAYS.invite;
  const [shown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  const { busy, errors, props } = useSending(["name", "password", "again"], async (data) => {
    if (link.chooses_name && !data.name.trim()) return { name: "Give the name that you sign in with." };
    if ([...data.password].length < FEWEST)
      return { password: `A password has at least ${FEWEST} characters. Several words are easy to keep.` };
    if (data.password !== data.again) return { again: "This is not the same password." };
    const body = { token: token.current, password: data.password, name: link.chooses_name ? data.name : "" };
    const answer = await ask(LINKS, "POST", body);
    if (answer.ok) location.replace("/");
    return answer.ok ? null : answer.errors;
  });
  return (
    <>
      <h1>{says.title(link.name)}</h1>
      <p className="soft">{says.text(link.name)}</p>
      {link.provider && link.kind === "invite" ? <Provider name={link.provider} invitation={token.current} /> : null}
      <form className="form" action={LINKS} {...props}>
        <Summary>{errors[""]}</Summary>
        <Field
          label="Name"
          name="name"
          defaultValue={link.kind === "set_up" ? "" : link.name}
          readOnly={!link.chooses_name}
          error={errors.name}
          autoComplete="username"
          autoFocus={link.kind === "set_up"}
          {...PLAIN}
        />
        <Password
          label="Password"
          name="password"
          error={errors.password}
          autoComplete="new-password"
          autoFocus={link.kind !== "set_up"}
          shown={shown}
          onShow={() => setShown(!shown)}
          onInput={(event) => setLength([...event.target.value].length)}
          hint={<Strength length={length} />}
        />
        <Password label="The same again" name="again" error={errors.again} autoComplete="new-password" shown={shown} />
        <Submit busy={busy}>{says.action}</Submit>
      </form>
    </>
  );
}

/* Length alone: what is long enough is hard to guess, whatever signs are in it. */
function Strength({ length }) {
  const level = length < FEWEST ? 0 : length < 20 ? 1 : length < 28 ? 2 : 3;
  const said = length < FEWEST ? `${length} of at least ${FEWEST} characters` : ["", "Long enough", "Long", "Very long"][level];
  return (
    <span className="strength" data-level={level}>
      <i aria-hidden="true" style={{ "--part": Math.min(1, length / 28) }} />
      {said}
    </span>
  );
}
