// `node run-task.cjs <folder> <name>`: loads the compiled Strapi of a folder and runs one of its nightly tasks now.
const path = require('node:path');

const [folder, name] = process.argv.slice(2);
process.chdir(folder);
const { createStrapi } = require(path.join(folder, 'node_modules/@strapi/strapi'));

const run = async () => {
  const strapi = await createStrapi({
    appDir: folder,
    distDir: path.join(folder, 'dist'),
    serveAdminPanel: false,
  }).load();
  const task = strapi.cron.jobs.find((job) => job.name === name);
  await task.job.invoke();
  await strapi.destroy();
  process.exit(0);
};

run().catch((error) => {
  console.error(error);
  process.exit(1);
});
