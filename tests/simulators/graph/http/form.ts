/** The file of a form, and the fields beside it. */
export interface Form {
  fields: Record<string, string>;
  file: { bytes: Buffer; mimeType: string; name: string } | null;
}

/** A form with a file in it, read by Node itself; null for whatever is none. */
export const readForm = async (contentType: string | undefined, body: unknown): Promise<Form | null> => {
  if (!Buffer.isBuffer(body) || !contentType?.toLowerCase().startsWith('multipart/form-data')) return null;
  const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
  const form: Form = { fields: {}, file: null };
  const entries = await response.formData().catch(() => null); // a broken form has no parameters
  for (const [name, value] of entries ?? []) {
    if (typeof value === 'string') form.fields[name] = value;
    else if (name === 'file')
      form.file = { bytes: Buffer.from(await value.arrayBuffer()), mimeType: value.type, name: value.name };
  }
  return form;
};
