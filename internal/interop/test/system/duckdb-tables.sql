-- Every type, nested and optional; but for TIME, which the SQL of the compiler cannot give in a row.
CREATE TABLE people(
  id BIGINT PRIMARY KEY, "full name" VARCHAR NOT NULL UNIQUE, born DATE, email VARCHAR UNIQUE,
  home STRUCT(street VARCHAR, geo STRUCT(lat DOUBLE)) NOT NULL, notes VARCHAR[] NOT NULL
);
CREATE INDEX born ON people(born);
CREATE TABLE maybe(id INTEGER PRIMARY KEY, home STRUCT(street VARCHAR, geo STRUCT(lat DOUBLE)), list STRUCT(a INTEGER)[]);
INSERT INTO maybe VALUES (1, NULL, NULL), (2, {'street': 's', 'geo': NULL}, [{'a': 3}]);
CREATE TABLE kinds(
  b BOOLEAN NOT NULL UNIQUE, i1 TINYINT UNIQUE, i2 SMALLINT UNIQUE, i4 INTEGER UNIQUE, u1 UTINYINT UNIQUE,
  u2 USMALLINT UNIQUE, u4 UINTEGER UNIQUE, u8 UBIGINT UNIQUE, f4 FLOAT UNIQUE, f8 DOUBLE UNIQUE,
  d DATE NOT NULL UNIQUE, ts TIMESTAMP NOT NULL UNIQUE, list INTEGER[][],
  rows STRUCT(a INTEGER, "b c" VARCHAR)[]
);

-- Names that are no identifiers, keywords, names of types, names that clash.
CREATE TABLE texts(a VARCHAR, "type" VARCHAR NOT NULL UNIQUE, "weird name" BIGINT UNIQUE, "select" SMALLINT);
CREATE TABLE "a/b"(x INTEGER PRIMARY KEY, "row" INTEGER UNIQUE);
CREATE TABLE "2020_sales"(id INTEGER PRIMARY KEY, "1st" INTEGER NOT NULL UNIQUE);
CREATE TABLE "back`tick"(a INTEGER);
CREATE TABLE movie(id INTEGER);
CREATE TABLE movies(id INTEGER);
CREATE TABLE "$money"(a INTEGER);
CREATE TABLE "Cash$"("$A" INTEGER, "b$" INTEGER NOT NULL UNIQUE);
CREATE TABLE s(id INTEGER PRIMARY KEY);
CREATE TABLE _s(id INTEGER);
CREATE TABLE "-"(id INTEGER);
CREATE TABLE "quo\te"("a""b" INTEGER PRIMARY KEY, "c\d" VARCHAR NOT NULL UNIQUE);
CREATE TABLE "šest"("číslo" INTEGER PRIMARY KEY, "日本" VARCHAR, "🦦" INTEGER UNIQUE);
CREATE TABLE "hello-world"(id INTEGER PRIMARY KEY);
CREATE TABLE "Hello_World"(id INTEGER PRIMARY KEY);
CREATE TABLE signs("a,b" INTEGER NOT NULL, "c)d" INTEGER NOT NULL, Mail INTEGER NOT NULL);
CREATE UNIQUE INDEX signs_i ON signs("a,b", "c)d", MAIL);

-- Words that are no names in SQL, unless they are quoted.
CREATE TABLE "user"(id INTEGER PRIMARY KEY, "from" INTEGER NOT NULL UNIQUE, name VARCHAR);
CREATE TABLE "order"(id INTEGER PRIMARY KEY, "desc" INTEGER);
CREATE TABLE "left"("time" INTEGER, "end" INTEGER);
CREATE TABLE columns("values" INTEGER, id INTEGER);
CREATE TABLE map(columns INTEGER PRIMARY KEY, generated INTEGER, map STRUCT(struct INTEGER, try_cast INTEGER));
CREATE INDEX columns_i ON columns("values");
CREATE TABLE structs(inner_struct STRUCT("values" INTEGER));

-- Parameters that would hide one another, or what their function calls.
CREATE TABLE clash(
  "a.b" INTEGER, a_b INTEGER, from_clash INTEGER, std INTEGER NOT NULL UNIQUE, "std::sql" INTEGER UNIQUE,
  PRIMARY KEY ("a.b", a_b, from_clash)
);
CREATE TABLE "row"(x INTEGER NOT NULL, "row" INTEGER NOT NULL, UNIQUE (x, "row"));

-- Tables that hide others.
CREATE TABLE hidden(a INTEGER PRIMARY KEY);
CREATE TEMP TABLE hidden(b INTEGER NOT NULL UNIQUE);

-- Schemas called like what stands beside them, or like what Lutra has.
CREATE SCHEMA std;
CREATE TABLE std.t(id INTEGER PRIMARY KEY);
CREATE SCHEMA project;
CREATE SCHEMA from_movies;
CREATE TABLE from_movies.from_movies(id INTEGER PRIMARY KEY);
CREATE SCHEMA "module";
CREATE SCHEMA "order";
CREATE TABLE "order".t(id INTEGER);
CREATE SCHEMA "odd s";
CREATE TABLE "odd s"."my-Rows"("a b" BIGINT NOT NULL UNIQUE, "type" DATE NOT NULL);
CREATE SCHEMA "slash/ed";
CREATE SCHEMA "z""q";
CREATE TABLE "z""q"."back`tick"(a INTEGER);
