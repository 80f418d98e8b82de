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

export const validateOpenShiftVersion = validate12;
const schema13 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"name":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"systemData":{"type":"object","nullable":true,"properties":{"createdBy":{"type":"string","nullable":true},"createdByType":{"type":"string","nullable":true},"createdAt":{"type":"string","nullable":true},"lastModifiedBy":{"type":"string","nullable":true},"lastModifiedByType":{"type":"string","nullable":true},"lastModifiedAt":{"type":"string","nullable":true}}},"properties":{"type":"object","nullable":true,"properties":{"version":{"type":"string","nullable":true}}}}};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.systemData !== undefined){
let data3 = data.systemData;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err3 = {instancePath:instancePath+"/systemData",schemaPath:"#/properties/systemData/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.createdBy !== undefined){
let data4 = data3.createdBy;
if((typeof data4 !== "string") && (data4 !== null)){
const err4 = {instancePath:instancePath+"/systemData/createdBy",schemaPath:"#/properties/systemData/properties/createdBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.createdByType !== undefined){
let data5 = data3.createdByType;
if((typeof data5 !== "string") && (data5 !== null)){
const err5 = {instancePath:instancePath+"/systemData/createdByType",schemaPath:"#/properties/systemData/properties/createdByType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data3.createdAt !== undefined){
let data6 = data3.createdAt;
if((typeof data6 !== "string") && (data6 !== null)){
const err6 = {instancePath:instancePath+"/systemData/createdAt",schemaPath:"#/properties/systemData/properties/createdAt/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3.lastModifiedBy !== undefined){
let data7 = data3.lastModifiedBy;
if((typeof data7 !== "string") && (data7 !== null)){
const err7 = {instancePath:instancePath+"/systemData/lastModifiedBy",schemaPath:"#/properties/systemData/properties/lastModifiedBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data3.lastModifiedByType !== undefined){
let data8 = data3.lastModifiedByType;
if((typeof data8 !== "string") && (data8 !== null)){
const err8 = {instancePath:instancePath+"/systemData/lastModifiedByType",schemaPath:"#/properties/systemData/properties/lastModifiedByType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.lastModifiedAt !== undefined){
let data9 = data3.lastModifiedAt;
if((typeof data9 !== "string") && (data9 !== null)){
const err9 = {instancePath:instancePath+"/systemData/lastModifiedAt",schemaPath:"#/properties/systemData/properties/lastModifiedAt/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
if(data.properties !== undefined){
let data10 = data.properties;
if((!(data10 && typeof data10 == "object" && !Array.isArray(data10))) && (data10 !== null)){
const err10 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.version !== undefined){
let data11 = data10.version;
if((typeof data11 !== "string") && (data11 !== null)){
const err11 = {instancePath:instancePath+"/properties/version",schemaPath:"#/properties/properties/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

