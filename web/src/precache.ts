/** What the build tells the service worker: paths by who needs them, and hashes of their content. */
export interface Precache {
  version: string;
  regions: string;
  app: string[];
  desk: string[];
  english: string[];
}
