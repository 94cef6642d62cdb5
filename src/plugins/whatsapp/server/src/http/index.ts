/** How routes are guarded and failures told. Knows no rows. */
export { bridgeSignature } from './bridge-signature.middleware';
export { errors } from './errors.middleware';
export { addressRoute, adminRoute, bridgeRoute, contentRoute } from './routes';
