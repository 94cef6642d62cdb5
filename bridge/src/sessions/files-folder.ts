import path from 'node:path';

/** Files on their way from a page to the bridge. */
export const filesFolder = (folder: string): string => path.join(folder, 'files');
