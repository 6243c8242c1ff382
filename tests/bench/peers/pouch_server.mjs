/** PouchDB's own server, in its best set-up: LevelDB, only what replication needs, answers compressed. */
import compression from "compression";
import express from "express";
import makeApp from "express-pouchdb";
import PouchDB from "pouchdb";

const [port, folder] = process.argv.slice(2);
const Stored = PouchDB.defaults({ prefix: `${folder}/` });
const app = express();
app.use(compression());
app.use("/", makeApp(Stored, { mode: "minimumForPouchDB", inMemoryConfig: true }));
app.listen(Number(port), "127.0.0.1");
