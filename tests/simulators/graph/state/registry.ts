import { createHash, randomBytes } from 'node:crypto';
import { accessTokenValue, digits } from '../kit/ids';
import { onlyDigits } from '../kit/phone';
import { App, Callback, Person, PhoneNumber, Template, Token, Waba } from './entities';
import type {
  AppInput,
  PersonInput,
  PhoneNumberInput,
  TemplateInput,
  TokenInput,
  WabaInput,
} from './entities';

/** Ids may be left out: each becomes one that nothing else has. Giving the same id again replaces the entry. */
type Optional<Input, Keys extends keyof Input> = Omit<Input, Keys> & Partial<Pick<Input, Keys>>;

export interface CompanyInput {
  name?: string;
  display?: string;
  /** The app's callback, set without a handshake. Use `subscribe` to have it verified. */
  webhook?: { url: string; verifyToken: string; fields?: string[]; version?: string };
  /** Whether the account already sends its webhooks to the app. Default true. */
  subscribed?: boolean;
}

export interface Company {
  app: App;
  waba: Waba;
  number: PhoneNumber;
  token: Token;
}

export interface Registry {
  readonly apps: ReadonlyMap<string, App>;
  readonly wabas: ReadonlyMap<string, Waba>;
  readonly numbers: ReadonlyMap<string, PhoneNumber>;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly templates: ReadonlyMap<string, Template>;
  readonly people: ReadonlyMap<string, Person>;
  addApp(input?: Optional<AppInput, 'id' | 'secret'>): App;
  addWaba(input?: Optional<WabaInput, 'id'>): Waba;
  addNumber(input: Optional<PhoneNumberInput, 'id'>): PhoneNumber;
  addToken(input: Optional<TokenInput, 'id' | 'value'>): Token;
  addTemplate(input: Optional<TemplateInput, 'id'>): Template;
  addPerson(input: PersonInput): Person;
  /** An app, a business account, a connected number and a good token, all of them new. */
  addCompany(input?: CompanyInput): Company;
  tokenByValue(value: string): Token | undefined;
  /** By WhatsApp id, dialled number or business-scoped id. */
  personAt(address: string): Person | undefined;
}

export const createRegistry = (): Registry => {
  const apps = new Map<string, App>();
  const wabas = new Map<string, Waba>();
  const numbers = new Map<string, PhoneNumber>();
  const tokens = new Map<string, Token>();
  const templates = new Map<string, Template>();
  const people = new Map<string, Person>();
  const byValue = new Map<string, Token>();
  const byAddress = new Map<string, Person>();

  const keep = <Entry extends { id: string }>(map: Map<string, Entry>, entry: Entry): Entry => {
    map.set(entry.id, entry);
    return entry;
  };

  const registry: Registry = {
    apps,
    wabas,
    numbers,
    tokens,
    templates,
    people,
    addApp: (input = {}) =>
      keep(apps, App.parse({ id: digits(15), secret: randomBytes(16).toString('hex'), ...input })),
    addWaba: (input = {}) => keep(wabas, Waba.parse({ id: digits(15), ...input })),
    addNumber: (input) => keep(numbers, PhoneNumber.parse({ id: digits(15), ...input })),
    addTemplate: (input) => keep(templates, Template.parse({ id: digits(16), ...input })),
    addToken: (input) => {
      const value = input.value ?? accessTokenValue();
      const fallbackId = `token-${createHash('sha256').update(value).digest('hex').slice(0, 8)}`;
      const token = Token.parse({ id: fallbackId, ...input, value });
      byValue.set(value, token);
      return keep(tokens, token);
    },
    addPerson: (input) => {
      const person = Person.parse(input);
      people.set(person.waId, person);
      [person.waId, person.phone, person.bsuid].forEach(
        (address) => address && byAddress.set(address, person),
      );
      return person;
    },
    addCompany: ({ name = 'A company', display, webhook, subscribed = true } = {}) => {
      const app = registry.addApp({ name, webhook: webhook ? Callback.parse(webhook) : null });
      const waba = registry.addWaba({ name, subscribedApps: subscribed ? [app.id] : [] });
      const number = registry.addNumber({
        wabaId: waba.id,
        verifiedName: name,
        ...(display ? { display } : {}),
      });
      return { app, waba, number, token: registry.addToken({ appId: app.id, wabaIds: [waba.id] }) };
    },
    tokenByValue: (value) => byValue.get(value),
    personAt: (address) => byAddress.get(address) ?? byAddress.get(onlyDigits(address)),
  };
  return registry;
};
