// `node strapi-in.cjs <folder> start`: Strapi takes the working directory for the application.
const path = require('node:path');

const [folder] = process.argv.splice(2, 1);
process.chdir(folder);
require(path.join(folder, 'node_modules/@strapi/strapi/bin/strapi.js'));
