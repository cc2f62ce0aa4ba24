/** Words of the language that no variable can be called. */
export const reservedWords: readonly string[] = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
  "finally for function if implements import in instanceof interface let new null package private protected public return " +
  "static super switch this throw true try typeof undefined var void while with yield"
).split(" ");

/** Values that generated code uses by name. */
export const usedValues: readonly string[] = (
  "Array BigInt Map Object badTag compiledCodec createFloats createItems decoder embeddedProgram encoder ModuleClient ModuleClientSync " +
  "enumOfPairs nativeMethod nativeModule outOfRange portableProgram programReference raise reach readBytes readFloats readText refuseInt rethrow " +
  "writeBytes writeText wrongKind " +
  "array bool bytes rawBytes listOfPairs tupleOfPairs date decimal decimalText duration enumOf float32 float64 int8 int16 int32 int64 isoDate isoDuration isoTime isoTimestamp " +
  "jsDate jsDay named option ordering prim8 prim16 prim32 prim64 recursive text time timestamp tuple typedArray uint8 uint16 " +
  "uint32 uint64 unit"
).split(" ");

/** Types that generated code uses by name. */
export const usedTypes: readonly string[] = (
  "AnyCodec Array BigInt Boolean Brand CallOptions Codec Date EmbeddedProgram Float32Array Float64Array InputOf Int16Array Int32Array " +
  "Int8Array " +
  "Map ModuleClient ModuleClientSync NativeModule Number Object PortableProgram ProgramReference Promise Reader Record Run " +
  "RunSync String Symbol Uint16Array Uint32Array Uint8Array Writer BigInt64Array BigUint64Array Error Function " +
  "any bigint boolean never null number object string symbol undefined unknown void"
).split(" ");

/** Members that every client has, and names with a meaning to JavaScript. */
export const clientMembers: readonly string[] = (
  "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ call constructor hasOwnProperty " +
  "isPrototypeOf propertyIsEnumerable then toJSON toLocaleString toString valueOf"
).split(" ");
