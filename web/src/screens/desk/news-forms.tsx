/** The portal's news typed by an admin: a code or a new one, a payment, a member number. */
import { useId, useState } from "preact/hooks";
import type { ApprovedItem } from "../../state/approved";
import { type AfterKey, a } from "../../text/desk-after";
import { codeOf, type News, numberOf, paymentOf, type Step, stepsOf } from "./news";

interface FormsProps {
  item: ApprovedItem;
  onSave: (news: News) => void;
}

const FORMS = { code_issued: CodeForm, paid: PaymentForm, registered: NumberForm };

export function NewsForms({ item, onSave }: FormsProps) {
  return (
    <>
      {stepsOf(item).map((step: Step) => {
        const Form = FORMS[step];
        return <Form key={step} item={item} onSave={onSave} />;
      })}
    </>
  );
}

function CodeForm({ item, onSave }: FormsProps) {
  const [code, setCode] = useState("");
  const [until, setUntil] = useState("");
  const anew = item.progress.payment_code !== undefined;
  return (
    <NewsForm
      save={anew ? "news.save_code_anew" : "news.save_code"}
      wrong="news.wrong_code"
      read={() => codeOf({ code, until })}
      onSave={onSave}
    >
      <Typed label={a("news.code")} value={code} onInput={setCode} />
      <Typed label={a("news.until")} type="date" value={until} onInput={setUntil} />
    </NewsForm>
  );
}

function PaymentForm({ item, onSave }: FormsProps) {
  const { contribution } = item.units;
  const [paidAt, setPaidAt] = useState("");
  const [amount, setAmount] = useState(String(item.progress.amount ?? contribution.quote_total));
  return (
    <NewsForm
      save="news.save_paid"
      wrong="news.wrong_paid"
      read={() => paymentOf({ paidAt, amount })}
      onSave={onSave}
    >
      <Typed label={a("news.paid_at")} type="date" value={paidAt} onInput={setPaidAt} />
      <Typed label={a("news.amount")} mode="numeric" value={amount} onInput={setAmount} />
    </NewsForm>
  );
}

function NumberForm({ onSave }: FormsProps) {
  const [kpj, setKpj] = useState("");
  return (
    <NewsForm
      save="news.save_kpj"
      wrong="news.wrong_kpj"
      read={() => numberOf(kpj)}
      onSave={onSave}
    >
      <Typed label={a("news.kpj")} mode="numeric" value={kpj} onInput={setKpj} />
    </NewsForm>
  );
}

interface FormProps {
  save: AfterKey;
  wrong: AfterKey;
  read: () => News | null;
  onSave: FormsProps["onSave"];
  children: preact.ComponentChildren;
}

function NewsForm({ save, wrong, read, onSave, children }: FormProps) {
  const [failed, setFailed] = useState(false);
  function submit(event: Event) {
    event.preventDefault();
    const news = read();
    setFailed(news === null);
    if (news) onSave(news);
  }
  return (
    <form class="news-form" noValidate onSubmit={submit}>
      {children}
      {failed && (
        <p class="notice plain" role="alert">
          {a(wrong)}
        </p>
      )}
      <div class="row">
        <button type="submit" class="desk-button main">
          {a(save)}
        </button>
      </div>
    </form>
  );
}

interface TypedProps {
  label: string;
  value: string;
  type?: "text" | "date";
  mode?: "numeric";
  onInput: (value: string) => void;
}

function Typed({ label, value, type = "text", mode, onInput }: TypedProps) {
  const id = useId();
  const given = {
    id,
    value,
    class: "desk-input",
    autoComplete: "off",
    onInput: (event: preact.TargetedInputEvent<HTMLInputElement>) =>
      onInput(event.currentTarget.value),
  };
  return (
    <div>
      <label class="meta" for={id}>
        {label}
      </label>
      {type === "date" ? (
        <input type="date" {...given} />
      ) : (
        <input type="text" inputMode={mode ?? "text"} {...given} />
      )}
    </div>
  );
}
