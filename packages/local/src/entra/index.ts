export { type Directory, openDirectory } from "./directory.ts";
export { type PrincipalIds, type Principals, principalsOf } from "./principals.ts";
