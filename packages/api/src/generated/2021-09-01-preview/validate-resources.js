// Emitted by "npm run contract" from the swagger of this api-version; do not edit.
"use strict";
export const validateOpenShiftClusterCredentials = validate10;
const schema11 = {"type":"object","properties":{"kubeadminUsername":{"type":"string","nullable":true},"kubeadminPassword":{"type":"string","nullable":true}}};

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kubeadminUsername !== undefined){
let data0 = data.kubeadminUsername;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/kubeadminUsername",schemaPath:"#/properties/kubeadminUsername/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.kubeadminPassword !== undefined){
let data1 = data.kubeadminPassword;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/kubeadminPassword",schemaPath:"#/properties/kubeadminPassword/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const validateOpenShiftClusterAdminKubeconfig = validate11;
const schema12 = {"type":"object","properties":{"kubeconfig":{"type":"string","nullable":true}}};

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kubeconfig !== undefined){
let data0 = data.kubeconfig;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/kubeconfig",schemaPath:"#/properties/kubeconfig/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

