import { useState } from 'react';
import type { Problem } from '../api/problem';
import {
  faultOf,
  faultsOf,
  FIELDS,
  serverFaults,
  type ChannelField,
  type ChannelValues,
  type FieldFaults,
  type FormPurpose,
} from './channel-form';

/** Leaves focus where the first mistake is. */
const focusFirst = (faults: FieldFaults): void => {
  const first = FIELDS.find((field) => faults[field]);
  if (first) document.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
};

/** The state of the channel form: values, and what is wrong with those that were left or sent. */
export const useChannelForm = (initial: ChannelValues, purpose: FormPurpose) => {
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<FieldFaults>({});

  const show = (found: FieldFaults): boolean => {
    setFaults(found);
    focusFirst(found);
    return !FIELDS.some((field) => found[field]);
  };

  return {
    values,
    faults,
    change: (field: ChannelField, value: string) => {
      setValues((before) => ({ ...before, [field]: value }));
      // A fault is taken back at once, and stated only when the field is left.
      setFaults((before) => ({ ...before, [field]: undefined }));
    },
    leave: (field: ChannelField) => {
      const fault = values[field] === '' ? null : faultOf(field, values[field], purpose);
      if (fault) setFaults((before) => ({ ...before, [field]: fault }));
    },
    /** True when everything asked for is right; otherwise the first mistake gets the focus. */
    validate: (fields?: readonly ChannelField[]) => show(faultsOf(values, purpose, fields)),
    refuse: (problem: Problem) => {
      const found = serverFaults(problem.fields);
      if (Object.keys(found).length > 0) show(found);
    },
  };
};

export type ChannelFormState = ReturnType<typeof useChannelForm>;
