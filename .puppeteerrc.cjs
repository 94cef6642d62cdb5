/** The bridge drives the system's Chromium: nothing is downloaded. */
module.exports = { skipDownload: true };
