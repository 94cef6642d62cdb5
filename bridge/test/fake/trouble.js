'use strict';
// Preloaded by a test: shortly after the start, an error that nobody catches and a promise that nobody watches.
setTimeout(() => {
  void Promise.reject(new Error('nobody watches me'));
  setTimeout(() => {
    throw new Error('nobody catches me');
  }, 20);
}, 300);
