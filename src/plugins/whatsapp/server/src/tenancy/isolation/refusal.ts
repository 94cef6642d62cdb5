import { errors } from '@strapi/utils';

/** In Strapi's own words, so that its API answers with the right status. Says nothing about the other company. */
export const refuseWrite = (message: string): never => {
  throw new errors.ForbiddenError(message);
};

/** A related row that is not there for this caller: absent and foreign look the same. */
export const refuseRelation = (attribute: string): never => {
  throw new errors.ValidationError(`The relation "${attribute}" points to a row that does not exist`);
};
